"""Answers about claims, acceptance rules and completions."""
