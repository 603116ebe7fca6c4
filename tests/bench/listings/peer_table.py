"""What the peers read: today's public lines in one denormalised table, with every index that helps them.

More than a plain site would have: each line's state is worked out beforehand and the order of the list is a
column. Nobody keeps the table up to date, and here that costs the peers nothing.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any, ClassVar

from django.db import connection, models, transaction

from registry.models import Approval, Certificate, Major, School
from xcms.bulk import insert_columns
from xcms.days import shanghai_today

_PIECE = 50_000


class PeerLine(models.Model):
    """A public line with all that its filters, its facets and its row on the page need."""

    place = models.PositiveIntegerField()
    school = models.ForeignKey(School, models.DO_NOTHING, db_constraint=False, related_name="+")
    certificate = models.ForeignKey(
        Certificate, models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    major = models.ForeignKey(Major, models.DO_NOTHING, db_constraint=False, related_name="+")
    region_code = models.CharField(max_length=6)
    school_level = models.CharField(max_length=32)
    organization_key = models.CharField(max_length=10)
    certificate_key = models.CharField(max_length=10)
    level = models.CharField(max_length=16)
    status = models.CharField(max_length=10)
    quota = models.PositiveIntegerField()
    effective_from = models.DateField()
    region_name = models.CharField(max_length=50)
    school_name = models.CharField(max_length=100)
    certificate_name = models.CharField(max_length=100)
    organization_name = models.CharField(max_length=100)
    major_name = models.CharField(max_length=100)

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "bench_line"
        ordering: ClassVar = ["place"]
        indexes: ClassVar = [
            models.Index(fields=["status", "place"], name="bench_place"),
            models.Index(fields=["status", "quota", "place"], name="bench_quota"),
            models.Index(fields=["status", "region_code", "place"], name="bench_region"),
            models.Index(fields=["status", "school_level", "place"], name="bench_school_level"),
            models.Index(fields=["status", "organization_key", "place"], name="bench_owner"),
            models.Index(fields=["status", "certificate_key", "place"], name="bench_certificate"),
            models.Index(fields=["status", "level", "place"], name="bench_level"),
            # Holds all that the four facets ask for.
            models.Index(
                fields=[
                    *("status", "region_code", "school_level", "level"),
                    *("organization_key", "certificate_key"),
                ],
                name="bench_facets",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_name} · {self.certificate_name}"


#: The peers' columns, and where the register has them.
_SOURCES = {
    "school_id": "school_id",
    "certificate_id": "certificate_id",
    "major_id": "major_id",
    "region_code": "school__region_id",
    "school_level": "school__level",
    "organization_key": "certificate__organization__public_id",
    "certificate_key": "certificate__public_id",
    "level": "level",
    "status": "status",
    "quota": "quota",
    "effective_from": "effective_from",
    "region_name": "school__region__short_name",
    "school_name": "school__name",
    "certificate_name": "certificate__name",
    "organization_name": "certificate__organization__name",
    "major_name": "major__name",
}


def fill_peer_table() -> int:
    with connection.schema_editor() as editor:
        editor.create_model(PeerLine)
    place = 0
    with transaction.atomic():
        for rows in _pieces():
            keys = list(range(place + 1, place + len(rows) + 1))
            columns = dict(zip(_SOURCES, map(list, zip(*rows, strict=True)), strict=True))
            insert_columns(PeerLine, {"id": keys, "place": keys, **columns})
            place += len(rows)
    return place


def _pieces() -> Iterator[list[tuple[Any, ...]]]:
    lines = (
        Approval.objects.public()
        .with_state(shanghai_today())
        .order_by(
            *("school__region", "school__code", "certificate__pinyin"),
            *("level", "major__code", "pk"),
        )
        .values_list(*_SOURCES.values())
    )
    rows = lines.iterator(chunk_size=_PIECE)
    while piece := list(islice(rows, _PIECE)):
        yield piece
