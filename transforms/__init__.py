"""Pure functions from bytes to articles, parses, facts and tables; the same input always gives the same output."""
