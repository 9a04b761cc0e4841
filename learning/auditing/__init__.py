"""Who did what to whom, in words: the audit page of a council and the history of a person."""
