"""``python -m xcms.site.demo``: the demo's database and static files, ready to serve; idempotent.

One process instead of four commands: loading the libraries is what takes the time.
"""

import os
import sys

import django
from django.core.management import CommandError, call_command


def prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xcms.site.settings.demo")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_demo")
    # A demo of before the search backend has an index that it can't use.
    from xcms.search.backends.state import needs_rebuild

    if needs_rebuild():
        call_command("update_index", verbosity=0)


if __name__ == "__main__":
    try:
        prepare()
    except CommandError as error:
        sys.exit(str(error))
