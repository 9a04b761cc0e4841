"""A council beside those like it: medians, never ranks; and what councils agree to share."""
