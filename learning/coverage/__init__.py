"""The skills coverage report: no truth of its own, only figures over everyone's records."""
