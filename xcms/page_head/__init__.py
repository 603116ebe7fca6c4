"""The head of a public page: tags of government sites, Open Graph, JSON-LD."""
