"""Links to other sites: asked about by a command, never by a web process."""
