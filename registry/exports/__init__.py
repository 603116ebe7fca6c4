"""How large registers turn into files fast."""
