"""What a search of this site should find: documents, queries and judgements. See README.md."""
