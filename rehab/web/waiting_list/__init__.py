"""The waiting list, and the offers of seats made from it."""
