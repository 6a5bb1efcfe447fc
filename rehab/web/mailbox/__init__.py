"""Messages handed in by a sender's system."""
