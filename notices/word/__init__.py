"""Word files to the body of a notice: read in a process of its own, shown with all remarks, then a draft."""
