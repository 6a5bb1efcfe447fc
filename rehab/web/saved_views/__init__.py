"""Views of the lists that are kept under a name."""
