"""Answers about what people were told, who gets which e-mail when, and what could not be sent."""
