"""Decides what one person's own pages say: the plan, the record, the year; pure."""
