"""Cells that a spreadsheet program shows and never runs."""

#: A cell that begins so may be taken for a formula; a leading tab or line end hides one.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(text: str) -> str:
    """The text with an apostrophe before it where Excel would read a formula; ``unsafe_cell`` undoes it."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def unsafe_cell(text: str) -> str:
    """What was exported, read back: drops the apostrophe that ``safe_cell`` put there, and no other."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA_STARTS) else text
