"""Who is asked to take which path, by when, and why; how far they are is worked out, never kept."""
