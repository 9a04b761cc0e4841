"""Certificates of passed checks, and what their holders let others see of them."""
