"""Incidents, beside a hand-linked set of articles."""
