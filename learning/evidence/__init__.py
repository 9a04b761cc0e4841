"""Facts: this person showed this skill at this level, then, by this source."""
