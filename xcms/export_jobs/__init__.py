"""Workbooks too large for a request: asked for by POST, written in the background, fetched by a secret address."""
