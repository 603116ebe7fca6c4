"""What the demo makes up about each real certificate: where it was filed and which majors suit it."""

from dataclasses import dataclass

_ALL = ("beginner", "intermediate", "advanced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """``round`` is the round in which the demo files it; majors are names of ``home.demo.majors``."""

    name: str
    round: int
    majors_range: str
    higher: tuple[str, ...]
    secondary: tuple[str, ...] = ()
    levels: tuple[str, ...] = _ALL
    fees: tuple[int, ...] = (150, 200, 260)


PROFILES: tuple[Profile, ...] = (
    Profile(
        name="建筑信息模型(BIM)",
        round=1,
        majors_range="土建施工类、建设工程管理类、建筑设计类等专业",
        higher=("建筑工程技术", "工程造价"),
        secondary=("建筑工程施工",),
        fees=(180, 240, 300),
    ),
    Profile(
        name="Web前端开发",
        round=1,
        majors_range="计算机类、电子信息类等专业",
        higher=("软件技术", "计算机应用技术"),
        secondary=("计算机应用",),
    ),
    Profile(
        name="物流管理",
        round=1,
        majors_range="物流类、电子商务类、工商管理类等专业",
        higher=("物流管理", "电子商务"),
        secondary=("物流服务与管理",),
    ),
    Profile(
        name="老年照护",
        round=1,
        majors_range="护理类、公共服务类、康复治疗类等专业",
        higher=("老年服务与管理", "护理"),
        secondary=("老年人服务与管理", "护理"),
    ),
    Profile(
        name="汽车运用与维修",
        round=1,
        majors_range="汽车制造类、道路运输类等专业",
        higher=("汽车检测与维修技术",),
        secondary=("汽车运用与维修",),
        fees=(200, 260, 320),
    ),
    Profile(
        name="智能新能源汽车",
        round=1,
        majors_range="汽车制造类、道路运输类、自动化类等专业",
        higher=("新能源汽车技术", "汽车检测与维修技术"),
        secondary=("汽车运用与维修",),
        fees=(200, 260, 320),
    ),
    Profile(
        name="电子商务数据分析",
        round=1,
        majors_range="电子商务类、工商管理类等专业",
        higher=("电子商务",),
        secondary=("电子商务",),
    ),
    Profile(
        name="工业机器人操作与运维",
        round=1,
        majors_range="自动化类、机电设备类等专业",
        higher=("工业机器人技术", "机电一体化技术"),
        secondary=("机电技术应用",),
        fees=(220, 280, 340),
    ),
    Profile(
        name="智能财税",
        round=1,
        majors_range="财务会计类、财政税务类等专业",
        higher=("会计", "财务管理"),
        secondary=("会计",),
    ),
    Profile(
        name="传感网应用开发",
        round=1,
        majors_range="电子信息类、计算机类等专业",
        higher=("物联网应用技术",),
        levels=("intermediate", "advanced"),
        fees=(220, 280),
    ),
    Profile(
        name="网店运营推广",
        round=2,
        majors_range="电子商务类、市场营销类等专业",
        higher=("电子商务",),
        secondary=("电子商务",),
    ),
    Profile(
        name="工业机器人应用编程",
        round=2,
        majors_range="自动化类、机械设计制造类等专业",
        higher=("工业机器人技术", "电气自动化技术"),
        secondary=("机电技术应用",),
        fees=(220, 280, 340),
    ),
    Profile(
        name="特殊焊接技术",
        round=2,
        majors_range="机械设计制造类、铁道装备类等专业",
        higher=("焊接技术与自动化", "机电一体化技术"),
        secondary=("机电技术应用",),
        fees=(260, 320, 380),
    ),
    Profile(
        name="母婴护理",
        round=2,
        majors_range="护理类、公共服务类等专业",
        higher=("护理", "助产"),
        secondary=("护理",),
    ),
    Profile(
        name="失智老年人照护",
        round=2,
        majors_range="护理类、公共服务类等专业",
        higher=("老年服务与管理", "护理"),
        secondary=("老年人服务与管理", "护理"),
    ),
    Profile(
        name="云计算平台运维与开发",
        round=2,
        majors_range="计算机类、电子信息类等专业",
        higher=("云计算技术与应用", "计算机网络技术"),
        levels=("intermediate", "advanced"),
        fees=(220, 280),
    ),
)
BY_NAME: dict[str, Profile] = {profile.name: profile for profile in PROFILES}
