"""Keeping the sheets of the sessions."""
