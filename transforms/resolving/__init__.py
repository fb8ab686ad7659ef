"""Resolves a parse into a Document: places, actors and dates of its words, speakers, antecedents of pronouns."""
