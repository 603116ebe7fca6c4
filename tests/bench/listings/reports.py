"""What the listings' section says of its figures, each beside its target of the design (§6)."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from tests.bench.listings import latency
from tests.bench.listings import throughput as pages_a_second
from tests.bench.listings.exporting import Exported
from tests.bench.listings.latency import Pages
from tests.bench.listings.races import Times
from tests.bench.listings.stress import Stressed
from tests.bench.listings.upkeep import Upkeep
from tests.bench.measuring import Measured
from tests.bench.report import Line, Ratio, Section

#: The design's targets are for a million; below so many lines plain SQL may serve.
_TARGETS_FROM = 50_000
#: At least so many times as slow as ours (design §6).
_PEERS = {
    latency.PLAIN_VIEW: 30.0,
    latency.BY_HAND: None,
    latency.DATASETTE: 10.0,
    latency.DATASETTE_JSON: None,
}
_DEEP_PAGE = 1.3
_GROWTH_SIZES = (100_000, 1_000_000)
_GROWTH, _TEXT_GROWTH = 1.4, 3.0
_CACHED, _OF_CEILING = 2.0, 0.7
_EXPORT_GROWTH = 64


def pages(measured: Pages, made: Measured, rows: int, where: str) -> Section:
    """Hello world is shown once, over all questions; each ratio is to the answers in between."""
    section = Section(f"Pages of {rows:,} approvals on {where}; every question another one")
    results, has_targets = measured.results, rows >= _TARGETS_FROM
    for name in (latency.HELLO_BARE, latency.HELLO_HERE):
        taken = [second for times in results.values() for second in times[name].taken]
        section.add(_line(name, Times(taken)))
    first = results[measured.kinds[0].name][latency.OURS].median
    for kind in measured.kinds:
        times = results[kind.name]
        ours = times[latency.OURS]
        ratios = [
            Ratio(
                ours.median / times[latency.HELLO_HERE].median,
                "hello world here",
                kind.limit if has_targets else None,
            ),
            Ratio(ours.median / times[latency.HELLO_BARE].median, latency.HELLO_BARE),
        ]
        if kind.limit is None:
            deep = Ratio(ours.median / first, "the first page", _DEEP_PAGE if has_targets else None)
            ratios.insert(0, deep)
        section.add(_line(f"{kind.name}: ours", ours, *ratios))
        for name, target in _PEERS.items():
            if name in times:
                bound = target if has_targets else None
                ratio = Ratio(times[name].median / ours.median, "ours", bound, at_least=True)
                section.add(_line(f"{kind.name}: {name}", times[name], ratio))
    section.notes += _notes(measured, made)
    return section


def _notes(measured: Pages, made: Measured) -> Iterator[str]:
    if latency.DATASETTE not in measured.results[measured.kinds[0].name]:
        yield "Datasette is left out: it reads SQLite alone, and must be installed."
    parts = "、".join(f"{name} {seconds:.1f} s" for name, seconds in made.seconds.items())
    yield f"The register was made in: {parts}."
    yield f"The plain view's SQL for three filters:\n\n{measured.statements}"


def _line(label: str, times: Times, *ratios: Ratio) -> Line:
    return Line(
        label,
        times.median,
        ratio=ratios[0] if ratios else None,
        also=ratios[1:],
        p95=times.p95,
        note=f"n = {len(times.taken)}",
    )


def throughput(rates: Mapping[str, float], rows: int, where: str) -> Section:
    section = Section(f"Anonymous pages a second at {rows:,} approvals on {where}, 8 connections")
    ours = rates[pages_a_second.CACHED]
    for name, rate in rates.items():
        ratios = (
            [
                Ratio(ours / rates[latency.HELLO_HERE], "hello world here", _CACHED, at_least=True),
                Ratio(ours / rates[latency.HELLO_BARE], latency.HELLO_BARE),
                Ratio(
                    ours / rates[pages_a_second.CEILING],
                    pages_a_second.CEILING,
                    _OF_CEILING,
                    at_least=True,
                ),
            ]
            if name == pages_a_second.CACHED
            else []
        )
        section.add(
            Line(
                name,
                ratio=ratios[0] if ratios else None,
                also=ratios[1:],
                note=f"{rate:,.0f} a second",
            )
        )
    return section


def exports(found: Sequence[Exported], rows: int, where: str) -> Section:
    section = Section(f"Export of {rows:,} approvals on {where}; the peak is what memory grew by")
    for export in found:
        section.add(
            Line(
                f"{export.name}, {export.rows:,} rows",
                export.seconds,
                export.growth,
                peak_target=_EXPORT_GROWTH if export.name == "CSV" else None,
                note=f"{export.rows / export.seconds:,.0f} rows a second, {export.size / 1e6:.1f} MB",
            )
        )
    return section


def upkeep(found: Sequence[Upkeep], rows: int, where: str) -> Section:
    """The peak column is the server's memory after the pages."""
    section = Section(
        f"Upkeep at {rows:,} approvals on {where}: a write, and the two pages after it"
    )
    for one in found:
        section.add(
            Line(
                f"after {one.name}",
                one.write,
                one.after,
                Ratio(one.first / one.second, "the second page"),
                note=f"first page {one.first * 1000:.1f} ms, second {one.second * 1000:.1f} ms, "
                f"the server {one.before:.0f} → {one.after:.0f} MB",
            )
        )
    return section


def growth(pages: Mapping[int, Pages], where: str) -> Section:
    """Of our pages from one size to the next."""
    section = Section(f"Growth of our pages on {where}")
    for smaller, larger in pairwise(sorted(pages)):
        # By position: the deepest page has another number at each size.
        for kind, before in zip(pages[larger].kinds, pages[smaller].kinds, strict=True):
            ours = pages[larger].results[kind.name][latency.OURS]
            theirs = pages[smaller].results[before.name][latency.OURS]
            target = _TEXT_GROWTH if "text" in kind.name else _GROWTH
            ratio = Ratio(
                ours.median / theirs.median,
                f"{before.name} at {smaller:,}",
                target if (smaller, larger) == _GROWTH_SIZES else None,
            )
            section.add(_line(f"{kind.name} at {larger:,}", ours, ratio))
    return section


def stressed(seen: Stressed, seconds: float, rows: int, where: str) -> Section:
    section = Section(f"Writing while reading at {rows:,} approvals on {where}, {seconds:g} s")
    section.add(
        Line(
            "writers",
            note=f"{seen.commits:,} commits of decisions, {seen.imports} imports and their undoing",
        )
    )
    section.add(
        Line(
            "16 readers",
            note=f"{seen.answers:,} answers of {seen.versions:,} versions, the slowest {seen.slowest:.1f} s",
        )
    )
    section.add(Line("answers other than 200", note=str(seen.errors), is_held=not seen.errors))
    section.add(Line("answers that mix versions", note=str(seen.mixed), is_held=not seen.mixed))
    return section
