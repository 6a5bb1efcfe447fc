"""Letters as documents: facts in, accessible PDF bytes out. No database, no clock."""
