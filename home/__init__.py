"""The reference site's home page and demo data. Not shipped."""
