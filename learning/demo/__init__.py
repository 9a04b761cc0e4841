"""Believable made-up councils, built through the real actions."""
