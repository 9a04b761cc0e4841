"""What a council has decided about its own use of the service: dated, with its authority."""
