"""What a lead types about people."""
