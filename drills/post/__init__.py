"""E-mail sent under faults: senders are killed, and what a mail server accepted is reckoned up."""
