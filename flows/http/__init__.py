"""Requests to strangers: in comes an address, out comes a guarded, polite answer within limits."""
