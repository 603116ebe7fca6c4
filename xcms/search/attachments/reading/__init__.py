"""What the process runs that reads an attachment: a file's bytes to passages of text. No Django."""
