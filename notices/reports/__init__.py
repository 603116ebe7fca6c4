"""What is to be mended on public pages: a list of checks, and one report that shows what they find."""
