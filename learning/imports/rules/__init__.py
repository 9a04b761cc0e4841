"""What a file says, who it is about, and what that changes; pure."""
