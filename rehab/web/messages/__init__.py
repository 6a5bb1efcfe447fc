"""The log of what was sent and what came, and sending a letter again."""
