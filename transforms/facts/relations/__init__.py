"""Extraction of standing ties between actors, persons and places."""
