"""Majors of the official catalogues in force in 2020; the code is empty where it was not at hand."""

from registry.enums import MajorLevel

_HIGHER = (
    ("540301", "建筑工程技术"),
    ("540502", "工程造价"),
    ("560110", "焊接技术与自动化"),
    ("560301", "机电一体化技术"),
    ("560302", "电气自动化技术"),
    ("560309", "工业机器人技术"),
    ("560702", "汽车检测与维修技术"),
    ("560707", "新能源汽车技术"),
    ("610119", "物联网应用技术"),
    ("610201", "计算机应用技术"),
    ("610202", "计算机网络技术"),
    ("610205", "软件技术"),
    ("610213", "云计算技术与应用"),
    ("620201", "护理"),
    ("620202", "助产"),
    ("630301", "财务管理"),
    ("630302", "会计"),
    ("630801", "电子商务"),
    ("630903", "物流管理"),
    ("690301", "老年服务与管理"),
)
_SECONDARY = (
    ("040100", "建筑工程施工"),
    ("", "老年人服务与管理"),
    ("082500", "汽车运用与维修"),
    ("", "机电技术应用"),
    ("090100", "计算机应用"),
    ("100100", "护理"),
    ("120100", "会计"),
    ("121100", "电子商务"),
    ("121900", "物流服务与管理"),
)

#: (catalogue year, level, code, name): 高等职业教育专业目录 2015 and 中等职业学校专业目录 2010.
MAJORS: tuple[tuple[int, str, str, str], ...] = (
    *((2015, MajorLevel.HIGHER_VOCATIONAL.value, code, name) for code, name in _HIGHER),
    *((2010, MajorLevel.SECONDARY.value, code, name) for code, name in _SECONDARY),
)
