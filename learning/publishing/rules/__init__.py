"""Decisions about what may be published."""
