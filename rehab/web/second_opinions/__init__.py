"""Second opinions: what the leader draws, and what a visitator is asked to read."""
