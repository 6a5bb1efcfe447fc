"""The pathway's rules: facts in, verdicts out. No framework, no database, no clock."""
