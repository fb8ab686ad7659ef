"""Cleans pages: bytes come in; an article with date, authors, headline and language goes out, or a reject and why."""
