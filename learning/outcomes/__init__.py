"""What learning led to: a changed practice confirmed, a result for residents."""
