"""Cleans pages: each becomes an article with date, authors, headline and language, or a reject with a reason."""
