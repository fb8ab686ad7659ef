"""Tests of incidents against a hand-linked set of articles."""
