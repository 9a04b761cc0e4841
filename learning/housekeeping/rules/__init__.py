"""What erasure does to every column, and how long each kind of record is kept."""
