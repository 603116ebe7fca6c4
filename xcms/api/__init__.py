"""Public registers as a read-only API: see README.md beside this file."""
