"""Training of the learned reader: `python -m tests.train` says how."""
