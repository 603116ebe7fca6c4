"""The text of attachments: read from the files, kept in passages, found while a public page shows the file."""
