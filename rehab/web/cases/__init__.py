"""The case: its page, contact, notes, kontaktperson and search."""
