"""The citizen's work status."""
