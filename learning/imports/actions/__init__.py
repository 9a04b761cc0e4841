"""Keeps what is sent, and writes what it changes."""
