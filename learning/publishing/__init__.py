"""What a council publishes: statements, the committee pack, open data."""
