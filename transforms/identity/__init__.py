"""Which article is which: in come addresses and texts, out come one form of each address and near-duplicates."""
