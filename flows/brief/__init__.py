"""Builds the brief: from a lake and a period to one self-contained HTML page."""
