"""The public addresses for search engines (sitemaps.org): pages, and what the apps add."""
