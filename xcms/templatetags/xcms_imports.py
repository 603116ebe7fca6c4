"""How an import's register is called on a page."""

from django import template

from xcms.import_admin import access

register = template.Library()
register.filter("register_label", access.register_label)
