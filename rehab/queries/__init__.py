"""What people look at: reads, filtered by who asks."""
