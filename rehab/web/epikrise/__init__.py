"""Closing a referral with its epikrise."""
