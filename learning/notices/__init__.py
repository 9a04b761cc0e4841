"""What is to be told to whom: rows written with their cause, sent later."""
