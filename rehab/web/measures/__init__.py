"""Measuring at the start and at the end."""
