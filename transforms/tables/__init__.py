"""Turns facts into checked Arrow tables with ids; holds the schema of every table."""
