"""modelsearch's own tests, run against our search backend and its own."""
