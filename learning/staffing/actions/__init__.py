"""What a lead changes about the people of an organisation."""
