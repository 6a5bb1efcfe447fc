"""When people are away, and who stands in."""
