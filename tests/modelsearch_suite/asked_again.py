"""modelsearch's tests of any backend, with none left out as they are for its own on SQLite and PostgreSQL."""

import unittest

from django.db import connection
from django.test import TestCase
from modelsearch.tests.test_backends import BackendTests


class AskedAgain(BackendTests, TestCase):
    backend_path = "modelsearch.backends.database"

    def test_the_backend_under_test_is_ours(self) -> None:
        """The tests name modelsearch's modules; ours was put there."""
        assert type(self.backend).__module__.startswith("xcms.")

    @unittest.skipIf(connection.vendor == "sqlite", "FTS5 keeps no boost with a word")
    def test_search_boosting_on_related_fields(self) -> None:
        super().test_search_boosting_on_related_fields()
