"""Answers about outcomes."""
