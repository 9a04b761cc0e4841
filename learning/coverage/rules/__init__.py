"""Decides what the figures are, what is hidden, and which gaps matter most; pure."""
