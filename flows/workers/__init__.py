"""Cleaning and reading in processes of their own: in come pages and articles, out come articles and tables of facts."""
