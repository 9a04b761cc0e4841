"""Digital badges: who issues them, with which keys, and how they are signed."""
