"""Every public address of the pack: each app adds its own through the ``register_xcms_urls`` hook.

A host includes this once, before Wagtail's own catch-all:
``path("", include("xcms.urls"))``.
"""

from itertools import chain

from django.urls import URLPattern, URLResolver
from wagtail import hooks

from xcms.caching.changes import watch_snippets

urlpatterns: list[URLPattern | URLResolver] = list(
    chain.from_iterable(register() for register in hooks.get_hooks("register_xcms_urls"))
)
watch_snippets()
