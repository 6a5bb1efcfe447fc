"""The figures of a Monday morning."""
