"""Keeping the people of a kommune."""
