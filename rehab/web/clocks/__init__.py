"""Pages about the clocks: pauses of a case, and the rules and closed days of a kommune."""
