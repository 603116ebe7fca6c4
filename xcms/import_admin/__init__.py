"""The import wizard in Wagtail's admin, over the services of ``xcms.imports``."""
