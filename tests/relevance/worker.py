"""``python -m tests.relevance.worker ENGINE``: load the documents, ask every query. ``prepare``: only the tables."""

import json
import sys

import django

from tests.relevance.asking import ANSWER, PREPARE
from tests.relevance.engines import ENGINES, EngineMissingError
from tests.relevance.judgements import queries


def main(name: str) -> int:
    django.setup()
    from django.core.management import call_command

    from tests.relevance import loading

    if name == PREPARE:
        call_command("migrate", verbosity=0)
        return _say({})
    engine = ENGINES[name]
    if engine.as_pages:
        loading.load_as_pages()
    else:
        loading.load_as_published()
    try:
        return _say({query.id: list(engine.find(query.query)) for query in queries()})
    except EngineMissingError as missing:
        sys.stderr.write(f"{missing}\n")
        return 3


def _say(answers: dict[str, list[str]]) -> int:
    sys.stdout.write(ANSWER + json.dumps(answers, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
