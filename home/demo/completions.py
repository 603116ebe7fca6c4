"""Generated figures of an earlier batch at made-up schools: nothing is said of a real one. Never public."""

from collections.abc import Iterable, Iterator
from datetime import date

from home.demo.chance import pick
from home.demo.missing import add_missing
from home.demo.register import DemoRegister
from home.demo.suitability import suitable_certificates
from registry.models import Batch, Completion, School

_PLANNED = range(40, 121, 10)
#: Of ten planned, so many were trained, and so many certified.
_ACHIEVED = ((10, 9), (10, 10), (8, 6), (6, 3), (9, 7))


def load_completions(register: DemoRegister, schools: Iterable[School]) -> None:
    batch = _earlier_batch(register.batch.year - 1)
    add_missing(
        Completion, _rows(register, batch, schools), key=("school_id", "certificate_id", "batch_id")
    )


def _earlier_batch(year: int) -> Batch:
    """Not shown to visitors: its rounds and lists are not known here."""
    batches = add_missing(
        Batch,
        [Batch(year=year, number=1, title=f"{year}年第一批", is_listed=False, is_demo=True)],
        key=("year", "number"),
    )
    return batches[year, 1]


def _rows(register: DemoRegister, batch: Batch, schools: Iterable[School]) -> Iterator[Completion]:
    for school in schools:
        if not school.is_demo:
            continue
        planned = pick(_PLANNED, school.code, "planned")
        trained, certified = pick(_ACHIEVED, school.code, "achieved")
        yield Completion(
            school=school,
            certificate=register.certificates[suitable_certificates(school)[0]],
            batch=batch,
            planned=planned,
            trained=planned * trained // 10,
            certified=planned * certified // 10,
            source="（演示）完成情况统计",
            figures_on=date(batch.year + 1, 4, 30),
            is_demo=True,
        )
