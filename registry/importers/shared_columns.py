"""Columns that several sheets have."""

from registry.importers.vocabularies import DEMO_DATA
from xcms.importing.columns import Column, passed_over
from xcms.importing.parsers import code, mentions, one_line

SERIAL = passed_over("序号", "编号")
DEMO = Column(
    key="is_demo",
    header="数据性质",
    note=f"“{DEMO_DATA}”表示新登记的行为演示数据，其余留空",
    parse=mentions("演示"),
    blank=False,
)
SCHOOL_CODE = Column(
    key="school_code",
    header="学校标识码",
    synonyms=("院校代码", "学校代码", "院校标识码", "标识码"),
    note="10位数字；与学校名称至少填一项",
    parse=code(20),
)
SCHOOL_NAME = Column(
    key="school_name",
    header="学校名称",
    synonyms=("院校名称", "试点院校", "院校", "学校", "试点学校", "试点院校名称"),
    note="全称、曾用名或简称",
    parse=one_line(200),
)
CERTIFICATE = Column(
    key="certificate",
    header="证书名称",
    synonyms=("职业技能等级证书", "职业技能等级证书名称", "试点证书", "试点证书名称", "证书"),
    note="可带或不带“职业技能等级证书”",
    required=True,
    filled=True,
    parse=one_line(200),
)
ORGANIZATION = Column(
    key="organization",
    header="培训评价组织",
    synonyms=("培训评价组织名称", "评价组织", "颁证机构"),
    note="已登记的全称；几个组织有同名证书时必填",
    parse=one_line(200),
)
REGION_SYNONYMS = ("所在地", "市州", "所属市州", "所在城市", "地区", "市（州）")
ROUND = Column(
    key="round",
    header="轮次",
    synonyms=("备案轮次", "申报轮次"),
    note="如 2020-3-1（2020年第三批第1轮）；不设此列时，导入时选定轮次",
    lookup="rounds",
    blank=None,
)
