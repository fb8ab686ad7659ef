"""Which happening each act of an article tells, marked by people: the links within articles are scored by it."""
