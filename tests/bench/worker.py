"""``python -m tests.bench.worker MODULE.FUNCTION ARGUMENTS``: the process of one measurement.

It imports that one module of the bench, so that nobody's memory counts for another's.
"""

import json
import sys

import django
from django.utils.module_loading import import_string

from tests.bench.measuring import ANSWER, Clock


def main(name: str, arguments: str) -> None:
    django.setup()
    clock = Clock()
    import_string(f"tests.bench.{name}")(clock, **json.loads(arguments))
    answer = {"seconds": clock.seconds, "counts": clock.counts}
    sys.stdout.write(ANSWER + json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
