"""Which certificates suit a school, judged by its name as a person would."""

from home.demo.certificates import BY_NAME, PROFILES
from home.demo.chance import draw, shuffled
from registry.enums import SchoolLevel
from registry.models import School

_FIELDS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("卫生", "医", "护理", "民政", "环境生物", "食品药品", "永州职业", "岳阳职业", "常德职业"),
        ("老年照护", "失智老年人照护", "母婴护理"),
    ),
    (
        ("铁道", "铁路", "工业", "机电", "电气", "航空", "冶金", "有色金属", "电力"),
        ("工业机器人操作与运维", "工业机器人应用编程", "特殊焊接技术", "传感网应用开发"),
    ),
    (("汽车", "交通"), ("汽车运用与维修", "智能新能源汽车", "工业机器人操作与运维")),
    (
        ("物流", "商", "外贸", "税务", "财经", "保险", "邮电"),
        ("物流管理", "智能财税", "电子商务数据分析", "网店运营推广"),
    ),
    (
        ("信息", "软件", "网络", "电子", "科技"),
        ("Web前端开发", "云计算平台运维与开发", "传感网应用开发", "电子商务数据分析"),
    ),
    (("城建", "工程", "水利", "建筑"), ("建筑信息模型(BIM)", "智能财税", "Web前端开发")),
)
_GENERAL = (
    "Web前端开发",
    "电子商务数据分析",
    "网店运营推广",
    "物流管理",
    "智能财税",
    "建筑信息模型(BIM)",
    "汽车运用与维修",
)
#: Schools that a visitor is likely to look up: these certificates come first.
_FIRST = {
    "湖南铁道职业技术学院": (
        "物流管理",
        "工业机器人操作与运维",
        "工业机器人应用编程",
        "特殊焊接技术",
        "Web前端开发",
        "传感网应用开发",
    ),
    "湖南铁路科技职业技术学院": ("物流管理",),
    "湖南化工职业技术学院": ("物流管理",),
    "湖南汽车工程职业学院": ("汽车运用与维修", "智能新能源汽车", "物流管理"),
    "湖南现代物流职业技术学院": ("物流管理",),
    "长沙民政职业技术学院": ("老年照护", "失智老年人照护", "母婴护理", "Web前端开发"),
}


def suitable_certificates(school: School) -> list[str]:
    """At least four certificate names for a 高职, two to four for a 中职, the most suitable first."""
    candidates = list(_FIRST.get(school.name, ()))
    for words, names in _FIELDS:
        if any(word in school.name for word in words):
            candidates += names
    suitable = len(dict.fromkeys(candidates))
    candidates += shuffled(_GENERAL, school.code)
    if school.level == SchoolLevel.SECONDARY:
        offered = [profile.name for profile in PROFILES if profile.secondary]
        candidates = shuffled(offered, school.code)
        wanted = 2 + draw(school.code, "how many") % 3
    else:
        wanted = max(4, suitable, min(8, suitable + draw(school.code, "how many") % 3))
    return [name for name in dict.fromkeys(candidates) if name in BY_NAME][:wanted]
