"""The verbs of the audit trail: one file for each side of the work, put together in `registry`.

Data holds ids, codes and dates only, never names or health text, so nothing here needs erasing
when a citizen's record is.
"""
