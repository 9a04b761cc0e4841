"""Reading: paths, courses and lessons, and what has been read."""
