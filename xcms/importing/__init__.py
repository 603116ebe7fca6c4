"""From an office's sheet to register rows: read, match columns, parse, compare, write. All or nothing."""
