"""The change feed: what became of public texts and of the register, as JSON Feed."""
