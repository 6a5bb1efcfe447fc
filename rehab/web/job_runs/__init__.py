"""How what happens by itself has run."""
