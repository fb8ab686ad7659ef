"""Training of the learned reader; tests/train/__main__.py has the commands."""
