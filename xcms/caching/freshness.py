"""What is committed now: one small query, outside of any Django request."""

from contextlib import suppress

from django.db import DEFAULT_DB_ALIAS, Error, connections

from xcms.versions import Versions

_QUERY = "SELECT number, pages FROM xcms_registerversion WHERE id = 1"


def committed_versions() -> Versions | None:
    """None where the database doesn't answer: Django itself has to, with a connection of its own.

    The connection is the thread's, and stays open for the next question: only Django's requests close it.
    A CONN_MAX_AGE other than 0 is kept to.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        if connection.settings_dict["CONN_MAX_AGE"] and not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        connection.ensure_connection()
        # The driver's own cursor: Django's takes twice the time of the query.
        with connection.wrap_database_errors:
            cursor = connection.connection.cursor()
            try:
                cursor.execute(_QUERY)
                row = cursor.fetchone()
            finally:
                cursor.close()
    except Error:
        with suppress(Error):
            connection.close()
        return None
    return Versions(*row) if row else Versions(0, 0)
