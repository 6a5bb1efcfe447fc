"""The return to work: what a jobkonsulent sees and writes."""
