"""试点院校"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from registry.enums import SchoolLevel, SchoolNameKind
from registry.importers.school_undo import derive_again, names_taken, schools_of_new_names
from registry.importers.shared_columns import DEMO, REGION_SYNONYMS, SERIAL
from registry.importers.tables import region_table
from registry.importers.vocabularies import PRIVATE, SCHOOL_LEVELS, SCHOOL_NAME_KINDS
from registry.models import School, SchoolName
from xcms.importing.columns import Column
from xcms.importing.importers import ImportOptions, Written
from xcms.importing.lookups import LookupTable
from xcms.importing.model_importer import BATCH, ModelImporter, ModelPlan
from xcms.importing.parsers import choice, digits, mentions, names, one_line
from xcms.importing.report import Change
from xcms.importing.rows import ParsedRow, Problems
from xcms.text import name_key

_NAME_COLUMNS = {"former_names": SchoolNameKind.FORMER, "aliases": SchoolNameKind.ALIAS}


class SchoolImporter(ModelImporter):
    """A school is known by its code. Names are only ever added: a sheet that lacks one removes nothing."""

    model = School
    derived = ("name_key", "pinyin", "search_text")
    columns = (
        Column(
            key="code",
            header="学校标识码",
            synonyms=("院校代码", "学校代码", "院校标识码", "标识码"),
            note="10位数字",
            required=True,
            filled=True,
            parse=digits(10),
        ),
        Column(
            key="name",
            header="学校名称",
            synonyms=("院校名称", "试点院校", "院校", "学校"),
            note="全称",
            required=True,
            filled=True,
            parse=one_line(100),
        ),
        Column(
            key="authority",
            header="主管部门",
            synonyms=("主管单位", "举办者"),
            note="如“湖南省”“长沙市教育局”",
            parse=one_line(100),
        ),
        Column(
            key="region",
            header="所在市州",
            synonyms=REGION_SYNONYMS,
            note="14个市州之一，如“长沙市”“长沙”“湘西州”，或其6位代码",
            required=True,
            filled=True,
            lookup="regions",
            blank=None,
        ),
        Column(
            key="level",
            header="办学层次",
            synonyms=("学校层次", "院校层次", "层次", "学校类别"),
            note="中职、高职（专科）、应用型本科、其他本科（本科）",
            required=True,
            filled=True,
            parse=choice(SCHOOL_LEVELS),
        ),
        Column(
            key="is_private",
            header="备注",
            synonyms=("办学性质", "举办性质"),
            note=f"含“{PRIVATE}”的为民办学校",
            parse=mentions(PRIVATE),
            blank=False,
        ),
        Column(
            key="former_names",
            header="曾用名",
            synonyms=("原名", "更名前名称"),
            note="可填多个，用“、”分隔",
            parse=names(100),
            blank=(),
        ),
        Column(
            key="aliases",
            header="简称",
            synonyms=("别名", "学校简称", "院校简称"),
            note="可填多个，用“、”分隔",
            parse=names(100),
            blank=(),
        ),
        Column(
            key="website",
            header="网址",
            synonyms=("学校网址", "网站"),
            note="以 http:// 或 https:// 开头",
            parse=one_line(200),
        ),
        DEMO,
        SERIAL,
    )

    def __init__(self, options: ImportOptions) -> None:
        super().__init__(options)
        self._new_names: list[SchoolName] = []
        #: Whose every name and alias is, by name key.
        self._owners: dict[str, School] = {}
        #: Keys of the other names that each school code has or will have.
        self._names: defaultdict[str, set[str]] = defaultdict(set)

    def lookups(self) -> Mapping[str, LookupTable]:
        return {"regions": region_table()}

    def existing(self) -> QuerySet[Any]:
        schools = School.objects.select_related("region").with_names()
        for school in schools:
            self._owners[school.name_key] = school
            for other in school.names.all():
                self._owners[other.name_key] = school
                self._names[school.code].add(other.name_key)
        return schools

    def values(self, row: ParsedRow, problems: Problems) -> dict[str, Any]:
        return {key: value for key, value in row.values.items() if key not in _NAME_COLUMNS}

    def identity(self, values: Mapping[str, Any]) -> Hashable:
        return values["code"]

    def identity_of(self, record: School) -> Hashable:
        return record.code

    def defaults(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"is_eligible": values["level"] != SchoolLevel.UNDERGRADUATE}

    def extra_changes(self, record: School, row: ParsedRow, problems: Problems) -> list[Change]:
        changes = []
        self._claim("name", record.name, record, row, problems)
        for column, kind in _NAME_COLUMNS.items():
            for name in row.values.get(column, ()):
                if self._claim(column, name, record, row, problems):
                    self._new_names.append(SchoolName(school=record, name=name, kind=kind))
                    changes.append(Change(SCHOOL_NAME_KINDS.label(kind), "", name))
        return changes

    def _claim(
        self, column: str, name: str, record: School, row: ParsedRow, problems: Problems
    ) -> bool:
        """Whether the name is new to the register; one that is another school's is an error."""
        key = name_key(name)
        owner = self._owners.setdefault(key, record)
        if owner is not record:
            problems.error(
                row,
                column,
                _("“%(name)s” is a name of “%(owner)s” already.") % {"name": name, "owner": owner},
            )
        taken = self._names[record.code]
        is_new = owner is record and key != record.name_key and key not in taken
        if column in _NAME_COLUMNS:
            taken.add(key)
        return is_new

    def write(self, plan: ModelPlan, version: int) -> Written:
        written = super().write(plan, version)
        for name in self._new_names:
            name.derive()
            name.recorded_version = version
            name.is_demo = name.school.is_demo
        SchoolName.objects.bulk_create(self._new_names, batch_size=BATCH)
        derive_again({name.school.pk for name in self._new_names}, version)
        written.created[SchoolName._meta.label] = [name.pk for name in self._new_names]
        return written

    def reasons_to_keep(self, written: Written, written_version: int) -> Iterator[str]:
        yield from super().reasons_to_keep(written, written_version)
        yield from names_taken(written)

    def undo(
        self, written: Written, *, written_version: int, version: int, acting_user: Any
    ) -> None:
        schools = schools_of_new_names(written)
        super().undo(
            written, written_version=written_version, version=version, acting_user=acting_user
        )
        derive_again(schools, version)
