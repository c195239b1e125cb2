"""`python -m scrutator`."""

from scrutator.cli.main import main

main()
