"""Reads the text of an Article into a parse: sentences, lemmas, syntax and names in one label scheme."""
