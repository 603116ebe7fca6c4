"""Proofreading of pages (文本校对): their lint, repairs that keep the original, the gate before publication."""
