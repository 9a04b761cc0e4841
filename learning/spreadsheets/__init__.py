"""Tables that people bring: CSV and Excel files, read as rows of plain text."""
