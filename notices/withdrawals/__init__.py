"""Withdrawing a published text with a reason, and restoring it."""
