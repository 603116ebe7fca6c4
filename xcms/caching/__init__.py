"""Finished pages are kept and never shown past the next commit: README.md."""
