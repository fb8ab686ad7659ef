"""Helpers of a run: its nights and batches, canonical addresses of its articles, its artifact in the Prefect UI."""
