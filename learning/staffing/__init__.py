"""One person as their lead sees and changes them, and the exports of truth."""
