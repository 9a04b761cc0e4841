"""Everything that is kept about one person's learning, as a file to take along."""
