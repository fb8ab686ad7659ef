"""Confines hostile input: resource limits per process, file permissions, terminal output."""
