"""Rehab: from a referral to a signed epikrise in the low-back-pain programme."""
