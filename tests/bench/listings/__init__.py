"""The listings' section: the public pages beside their peers, under load, and while somebody writes."""
