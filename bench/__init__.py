"""Measures the service beside what it could be at best, as ratios of one run."""
