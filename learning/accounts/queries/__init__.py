"""Answers about who was let in how, and who may be whom."""
