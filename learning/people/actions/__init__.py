"""Changes people, their places and their appointments."""
