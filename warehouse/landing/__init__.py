"""Lands a batch. Tables of articles and facts come in; rows, stories, incidents and derived tables go out."""
