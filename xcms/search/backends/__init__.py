"""Search backends for Wagtail's search that find Chinese words: see README.md."""
