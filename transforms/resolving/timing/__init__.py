"""Time expressions: patterns, the calendar range of each, and the temporal direction of clauses."""
