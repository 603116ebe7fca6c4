"""What a batch's dossier shows, gathered from public pages and records only."""
