"""The kommune's teams, their routing table, and the team of a case."""
