"""One module per sheet that the office sends; ``README.md`` tells the office how to lay them out."""
