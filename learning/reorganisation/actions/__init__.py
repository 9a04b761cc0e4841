"""Changes plans, and carries them out step by step."""
