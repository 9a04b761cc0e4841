"""Changes of outcomes."""
