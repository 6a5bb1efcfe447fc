"""MedCom's wire formats: bytes in, letters out, and back again. No database, no clock."""
