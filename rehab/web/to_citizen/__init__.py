"""What several pages show of letters and notices to citizens."""
