"""`python -m olshem.cli`: the same as `olshem`."""

from olshem.cli import main

main()
