"""Handing the work of one person over to others, and seeing where there is too much of it."""
