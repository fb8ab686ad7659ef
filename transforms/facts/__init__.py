"""Facts of a Document: a package of rules per family (events, figures, quotes, relations), and the entity mentions."""
