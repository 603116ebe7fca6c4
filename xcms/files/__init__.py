"""Documents at lasting addresses, with the files that they had before, and without what nobody meant to publish."""
