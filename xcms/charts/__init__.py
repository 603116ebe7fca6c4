"""Charts as SVG from the server, in whole numbers: no script, no inline style."""
