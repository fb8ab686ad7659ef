"""Standing ties: the parts of transforms/relations.py."""
