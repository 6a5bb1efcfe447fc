"""The lists people work from: the board, and each person's own cases."""
