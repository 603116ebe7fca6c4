"""Nobody's own word is enough: a text goes live when a second person has signed it (第二人签发)."""
