"""How a citizen hears from the kommune, and what was told by SMS and e-mail."""
