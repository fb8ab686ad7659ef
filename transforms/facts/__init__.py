"""A Document to facts: a package a family (events, figures, quotes, relations), its rules inside."""
