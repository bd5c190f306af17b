"""Olshem: what the rooms of the project share, and the command that a person types."""
