"""Cells that a spreadsheet program shows and never runs."""

#: A cell that begins so may be taken for a formula, in some locales with full-width signs too; a leading
#: tab or line end hides one.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """The text with an apostrophe before it where Excel would read a formula; ``unsafe_cell`` undoes it."""
    return f"'{text}" if is_risky(text) else text


def unsafe_cell(text: str) -> str:
    """What was exported, read back: drops the apostrophe that ``safe_cell`` put there, and no other."""
    return text[1:] if text[:1] == "'" and is_risky(text[1:]) else text


def is_risky(text: str) -> bool:
    """Apostrophes in front don't count: "'=1" must come back as "'=1", so it gets one more."""
    return text.lstrip("'").startswith(_FORMULA_STARTS)
