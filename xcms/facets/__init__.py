"""Counts beside filters: how many rows each choice would leave, exactly, at any size."""
