"""Timed work as every room may know it: when jobs are due, how their runs stand, and the kick."""
