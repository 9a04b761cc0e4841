"""Councils that share figures: agreements, what is alike, and who read what."""
