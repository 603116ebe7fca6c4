"""Puts our backend where the tests look for modelsearch's, since they spell out its modules."""

import os
from importlib import import_module

from django.apps import AppConfig
from django.db import connection

#: The environment's word for whose backend is under test.
VARIABLE = "MODELSEARCH_SUITE_BACKEND"


class SwappedBackendConfig(AppConfig):
    name = "tests.modelsearch_suite"
    label = "modelsearch_suite"

    def ready(self) -> None:
        if os.environ.get(VARIABLE) != "ours":
            return
        ours = import_module("xcms.search.backends.database").SearchBackend
        vendors = {"sqlite": "sqlite.sqlite", "postgresql": "postgres.postgres"}
        for module in ("database", f"database.{vendors[connection.vendor]}"):
            import_module(f"modelsearch.backends.{module}").SearchBackend = ours
