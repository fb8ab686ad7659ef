"""Extraction of quotes: quotation marks, reporting verbs, speakers and their descriptions."""
