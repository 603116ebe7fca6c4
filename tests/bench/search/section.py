"""The search section of the bench: ours, modelsearch's own and icontains on the same notices, in one run."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.databases import Databases
from tests.bench.measuring import Measured, measure
from tests.bench.report import Line, Ratio, Section
from tests.bench.search.questions import USUAL

#: Targets hold for a site of this size; below it the clock shows other things than the search.
_TARGETS_FROM = 100_000
_USUAL, _WORST, _SAVE, _INDEX = 5.0, 10.0, 1.0, 1.5
_OURS, _STOCK = "ours", "stock"


@dataclass(frozen=True, slots=True)
class SearchBench:
    """``each``: questions of each kind."""

    databases: Databases
    folder: Path
    say: Callable[[str], None]
    sizes: Sequence[int] = (100_000,)
    each: int = 10
    saves: int = 30

    def sections(self) -> Iterator[Section]:
        for documents in sorted(self.sizes):
            yield self._size(documents)

    def _size(self, documents: int) -> Section:
        base = f"search_{documents}"
        self.databases.create(base)
        self.say(f"{documents:,} notices: make them")
        self._measure("documents.prepare", base, _OURS, documents=documents)
        found: dict[str, dict[str, Measured]] = {_OURS: {}, _STOCK: {}}
        for backend, measured in found.items():
            self.databases.copy(base, backend)
            self.say(f"{documents:,} notices: index, {backend}")
            measured["index"] = self._measure("worker.index", backend, backend)
            measured["size"] = self._measure("worker.size", backend, backend)
        found[_OURS]["again"] = self._measure("worker.index", _OURS, _OURS, again=True)
        for backend, measured in found.items():
            self.say(f"{documents:,} notices: search, {backend}")
            measured["search"] = self._measure(
                "worker.search", backend, backend, each=self.each, icontains=backend == _OURS
            )
        for backend, measured in found.items():
            measured["save"] = self._measure("worker.save", backend, backend, times=self.saves)
        return _report(documents, self.databases.name, found[_OURS], found[_STOCK])

    def _measure(self, name: str, database: str, backend: str, **arguments: object) -> Measured:
        environment = {
            "DJANGO_SETTINGS_MODULE": "tests.bench.search.settings",
            "BENCH_SEARCH_BACKEND": backend,
            "DATA_DIR": str(self.folder),
        }
        url = self.databases.url(database)
        return measure(f"search.{name}", url, environment=environment, **arguments)


def _report(
    documents: int, where: str, ours: dict[str, Measured], stock: dict[str, Measured]
) -> Section:
    section = Section(f"Search of {documents:,} notices on {where}: 20 rows and the exact count")
    has_targets = documents >= _TARGETS_FROM
    asked, theirs = ours["search"].seconds, stock["search"].seconds
    usual, view = asked["usual: page"], asked["page view"]

    def target(bound: float) -> float | None:
        return bound if has_targets else None

    section.add(Line("a notice's page, by its key", view))
    section.add(
        Line(
            "usual questions: ours",
            usual,
            ratio=Ratio(usual / view, "the page", target(_USUAL)),
            also=[
                Ratio(theirs["usual: page"] / usual, "ours: modelsearch's own"),
                Ratio(asked["usual: icontains"] / usual, "ours: icontains"),
            ],
        )
    )
    for kind in USUAL:
        seconds = asked[f"{kind}: page"]
        section.add(
            Line(
                f"{kind}: ours",
                seconds,
                ratio=Ratio(seconds / view, "the page"),
                also=[
                    Ratio(theirs[f"{kind}: page"] / seconds, "ours: modelsearch's own"),
                    Ratio(asked[f"{kind}: icontains"] / seconds, "ours: icontains"),
                ],
            )
        )
    found, not_found = (run["search"].counts["common word"] for run in (ours, stock))
    for kind, bound in (("common word", _WORST), ("common long word", None)):
        seconds = asked[f"{kind}: page"]
        counted_up = asked[f"{kind}: counted up"]
        section.add(
            Line(
                f"a {kind}: ours",
                seconds,
                ratio=Ratio(seconds / usual, "the usual", bound and target(bound)),
                also=[
                    Ratio(theirs[f"{kind}: page"] / seconds, "ours: modelsearch's own"),
                    Ratio(asked[f"{kind}: icontains"] / seconds, "ours: icontains"),
                ],
                note=f"{found:,} found; modelsearch's own: {not_found:,}",
            )
        )
        section.add(
            Line("counted up to 1,000", counted_up, ratio=Ratio(counted_up / usual, "the usual"))
        )
    for name, part, bound in (
        ("save", "save", _SAVE),
        ("save", "save, index alone", None),
        ("index", "index", _INDEX),
    ):
        seconds, other = ours[name].seconds[part], stock[name].seconds[part]
        ratio = Ratio(seconds / other, "modelsearch's own", bound and target(bound))
        section.add(Line(part, seconds, ratio=ratio))
    again = ours["again"].seconds["index again"]
    section.add(
        Line(
            "index, nothing to do",
            again,
            ratio=Ratio(again / ours["index"].seconds["index"], "the first time"),
        )
    )
    sizes = ours["size"].counts["size"], stock["size"].counts["size"]
    section.add(
        Line(
            "size of the index",
            ratio=Ratio(sizes[0] / sizes[1], "modelsearch's own"),
            note=f"{sizes[0] / 1e6:,.0f} MB",
        )
    )
    section.notes.append(
        "modelsearch's own finds a Chinese word only where it stands alone; its times are mostly of finding nothing."
    )
    return section
