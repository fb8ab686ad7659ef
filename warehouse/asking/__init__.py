"""Answers questions. SQL, words or the id of a fact come in; rows and their evidence go out, and nothing is written."""
