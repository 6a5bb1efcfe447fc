"""Files that could not be placed."""
