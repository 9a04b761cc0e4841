"""How people get in: invitations, recovery, printed codes, and linking by consent."""
