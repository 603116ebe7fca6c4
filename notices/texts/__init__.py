"""Published texts: what of a page is public, how it is kept, and how a former one is shown."""
