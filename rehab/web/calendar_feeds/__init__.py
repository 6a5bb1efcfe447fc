"""A therapist's sessions in a calendar outside the house."""
