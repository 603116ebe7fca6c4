"""The core of the pack: knows Wagtail, knows no school or certificate."""
