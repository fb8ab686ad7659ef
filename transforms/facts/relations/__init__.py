"""Standing ties: the parts of transforms/facts/relations/extraction.py."""
