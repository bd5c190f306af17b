"""What things cost, each beside a baseline measured in the same run: `make bench`."""

YEAR = 2024
SOURCE = "appeals_register"
