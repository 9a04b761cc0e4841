"""Changes claims, acceptance rules and what completions give."""
