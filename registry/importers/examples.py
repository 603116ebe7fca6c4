"""The example rows of the sample workbooks, by column key.

Schools, certificates and organisations are invented and say so, so that no figure is taken for a fact.
"""

from collections.abc import Mapping

Example = Mapping[str, str]

_SCHOOL = {"school_code": "4143000001", "school_name": "示例职业技术学院"}
_FIRST = {"certificate": "示例证书甲", "organization": "示例培训评价组织"}
_SECOND = {"certificate": "示例证书乙", "organization": "示例培训评价组织"}

EXAMPLES: Mapping[str, tuple[Example, ...]] = {
    "schools": (
        {
            "code": "4143000002",
            "name": "示例大学",
            "authority": "湖南省",
            "region": "湘潭市",
            "level": "其他本科",
        },
        {
            "code": "4143000001",
            "name": "示例职业技术学院",
            "authority": "湖南省",
            "region": "长沙市",
            "level": "高职",
            "aliases": "示例职院",
        },
    ),
    "school-years": (
        {
            **_SCHOOL,
            "year": "2020",
            "majors_count": "50",
            "enrolment": "15000",
            "source": "2020年高职数据平台",
            "figures_on": "2019-12-31",
        },
        {"school_name": "示例大学", "year": "2020", "majors_count": "80"},
    ),
    "majors": (
        {
            "catalogue_year": "2015",
            "level": "高职",
            "code": "630903",
            "name": "物流管理",
        },
        {
            "catalogue_year": "2010",
            "level": "中职",
            "code": "121900",
            "name": "物流服务与管理",
        },
    ),
    "organizations": (
        {"name": _FIRST["organization"], "note": "国家第一批"},
        {"name": "示例评价组织有限公司", "website": "https://example.org/"},
    ),
    "certificates": (
        {
            "national_batch": "第一批",
            "name": _FIRST["certificate"],
            "organization": _FIRST["organization"],
            "levels": "初级、中级、高级",
        },
        {
            "national_batch": "第一批",
            "name": _SECOND["certificate"],
            "organization": _SECOND["organization"],
            "levels": "初级、中级、高级",
        },
    ),
    "filings": (
        {
            "round": "2020-3-1",
            **_FIRST,
            "levels": "初级、中级",
            "school_levels": "中职、高职",
            "majors_range": "示例专业类",
            "fee": "200元/人",
            "received_on": "2020-05-28",
            "decision": "审核中",
        },
        {
            "round": "2020-3-1",
            **_SECOND,
            "levels": "初级",
            "school_levels": "高职、应用型本科",
            "fee": "300元/人",
            "decision": "同意备案",
            "decided_on": "2020-06-01",
        },
    ),
    "applications": (
        {
            **_SCHOOL,
            **_FIRST,
            "level": "中级",
            "quota": "60",
            "round": "2020-3-1",
            "submitted_on": "2020-06-10",
        },
        {
            "school_name": "示例大学",
            **_SECOND,
            "level": "初级",
            "quota": "40人",
            "round": "2020-3-1",
            "is_handed_in": "草稿",
        },
    ),
    "approvals": (
        {
            **_SCHOOL,
            **_FIRST,
            "level": "中级",
            "quota": "60",
            "round": "2020-3-1",
            "effective_from": "2020-06-12",
            "basis": "2020年第三批",
        },
        {
            "school_name": "示例大学",
            **_SECOND,
            "level": "高级",
            "quota": "40人",
            "round": "2020-3-1",
        },
    ),
    "completions": (
        {
            **_SCHOOL,
            **_FIRST,
            "batch": "2019-1",
            "planned": "120",
            "trained": "110",
            "certified": "96",
            "source": "国家平台",
            "figures_on": "2020-04-30",
        },
        {
            "school_name": "示例大学",
            **_SECOND,
            "batch": "2019年第一批",
            "planned": "40人",
            "trained": "40",
            "certified": "31",
        },
    ),
    "contacts": (
        {
            "kind": "市州教育（体）局",
            "region": "长沙市",
            "office": "职业教育与成人教育处",
            "duty": "中职学校申报材料审核",
            "confirmed_on": "2020-05-28",
        },
        {"kind": "院校", **_SCHOOL, "office": "教务处", "duty": "1+X证书制度试点"},
    ),
    "groups": (
        {
            "name": "湖南省1+X证书制度试点工作群",
            "number": "235468629",
            "audience": "试点院校",
            "purpose": "发放材料、交流试点工作",
            "joining_note": "学校+姓名",
            "batch": "2020-3",
        },
    ),
}
