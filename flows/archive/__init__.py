"""The page archive: fetches the pages of candidates, and stores each response on disk before anything parses it."""
