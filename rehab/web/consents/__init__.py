"""Consents to tell the employment side something."""
