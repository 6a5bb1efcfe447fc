"""The page on which risk factors are assessed."""
