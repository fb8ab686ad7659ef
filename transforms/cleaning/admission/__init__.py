"""Decides which pages are let in. A page or response comes in; what keeps it out goes out: a wall, a genre, rights."""
