"""Lets people in: by invitation, recovery and printed code; links records by consent."""
