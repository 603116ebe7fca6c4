"""Registers as files: columns, safe cells, formats."""
