"""Checks taken under faults: what was acknowledged is compared with what is stored."""
