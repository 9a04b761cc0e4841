"""What can be learned: skills, roles, services, paths and courses, as frozen content."""
