"""Figures for a council's own programs: its tokens, what they open, and its description."""
