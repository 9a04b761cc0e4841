"""Timed work: only the clock and the kick; what is to be done stands in rows of its own."""
