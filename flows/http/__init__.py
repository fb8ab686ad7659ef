"""HTTP client for untrusted hosts: fetches an address with size limits, an SSRF guard and throttling."""
