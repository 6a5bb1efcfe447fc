"""The pages of the kommune's offers: for those who plan, and for those who refer."""
