"""What the comparison of councils is made of; pure."""
