"""Keeps a lake sound. A lake comes in; failed checks, a tidied lake or one restored from a copy go out."""
