"""People and their roles come in from a file: a dry run first, then all of it or nothing."""
