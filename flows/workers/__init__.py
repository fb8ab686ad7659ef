"""Runs cleaning and reading in worker processes: pages to articles, articles to tables of facts."""
