"""Attempts at checks: drawing questions, keeping answers, marking."""
