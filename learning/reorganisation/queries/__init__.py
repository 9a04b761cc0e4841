"""Answers about plans, the people in them, and what runs did."""
