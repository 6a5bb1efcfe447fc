"""Sending citizens on to another provider."""
