"""One person's view over everything below: my learning, my skills record, what we told you."""
