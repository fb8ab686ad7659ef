"""Nights of articles as long as real ones, with answers written down before the program read them."""
