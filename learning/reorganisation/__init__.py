"""Councils merged, split and given other boundaries."""
