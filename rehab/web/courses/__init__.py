"""Planning courses and booking citizens on them."""
