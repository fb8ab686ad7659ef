"""Pure functions from bytes to articles, parses, facts and tables: the same in, the same out."""
