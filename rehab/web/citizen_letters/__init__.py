"""Letters to citizens: written, previewed, made for one or many, and printed."""
