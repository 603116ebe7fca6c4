"""Whole registers as files, made anew every day, with a manifest and a data dictionary."""
