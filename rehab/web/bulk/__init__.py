"""Acts on many cases that were ticked on a list."""
