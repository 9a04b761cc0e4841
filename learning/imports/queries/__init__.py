"""Answers for importing people."""
