"""What a reorganisation does with people and figures; pure."""
