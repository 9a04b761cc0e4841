"""The pages of a learning lead about people, and the exports of truth."""
