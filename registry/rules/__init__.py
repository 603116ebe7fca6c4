"""The rules of a batch as arithmetic: no model, no database, no request."""
