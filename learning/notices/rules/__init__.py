"""What may be told, when it may be sent, and what becomes of what could not be."""
