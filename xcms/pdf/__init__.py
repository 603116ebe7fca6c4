"""Pages as PDF, where WeasyPrint and Pango are there (the extra ``pdf``)."""
