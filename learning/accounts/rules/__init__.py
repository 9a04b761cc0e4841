"""What may let somebody in, for how long, and what is too easy to guess."""
