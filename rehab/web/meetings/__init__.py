"""The pages of the team's meetings."""
