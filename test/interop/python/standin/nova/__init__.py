"""Stands in for the Python of Nova where that is not installed: what a client of its RPC needs, and no more."""
