"""Decides what files may be, what a council's rules accept, and what completions give."""
