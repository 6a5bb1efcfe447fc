"""Giving a citizen a kontaktperson, and the yes or no to it."""
