"""The text of an Article to its parse: sentences, lemmas, syntax and names in one label scheme."""
