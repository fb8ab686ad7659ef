"""Every response, kept: in come announced documents, out come their pages, on disk before anything reads them."""
