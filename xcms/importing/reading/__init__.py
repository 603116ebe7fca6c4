"""What the reader's child process runs: bytes of a file to coded columns. No Django, no numpy, no pandas."""
