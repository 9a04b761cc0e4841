"""Housekeeping: how long records are kept, copies for people of what is kept, and erasure."""
