"""Identity of articles: canonical addresses from URLs and pages, near-duplicates from texts."""
