"""What can be done from a terminal: set up, import, look, and run a job by hand."""
