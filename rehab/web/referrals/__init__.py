"""The one entrance: the inbox, triage, and referrals typed in by hand."""
