"""`python -m flows.cli` is `dateline`."""

from flows.cli import main

main()
