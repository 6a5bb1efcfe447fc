"""Received letters that are no referral, or wait to become one."""
