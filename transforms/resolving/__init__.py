"""A parse to a Document: what its words mean (places, actors, days), who says them, and what pronouns stand for."""
