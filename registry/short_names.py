"""What people call a school for short, where no alias has been entered: 长沙职院 for 长沙职业技术学院."""

#: Endings of names, longest first, with the ways in which they are shortened.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("幼儿师范高等专科学校", ("幼专", "幼师")),
    ("师范高等专科学校", ("师专",)),
    ("医学高等专科学校", ("医专",)),
    ("高等专科学校", ("高专", "专科")),
    ("中等职业技术学校", ("职校", "中职")),
    ("职业中等专业学校", ("职专", "职业中专", "中专")),
    ("职业技术大学", ("职大", "职业大学")),
    ("职业技术学院", ("职院", "职技", "职技院")),
    ("职业技术学校", ("职校",)),
    ("中等职业学校", ("职校", "中职")),
    ("中等专业学校", ("中专",)),
    ("科技职业学院", ("科职院",)),
    ("职业学院", ("职院",)),
    ("职业学校", ("职校",)),
    ("职业中专", ("职专",)),
    ("技术学院", ("技院",)),
    ("师范大学", ("师大",)),
    ("师范学院", ("师院",)),
    ("科技大学", ("科大",)),
    ("农业大学", ("农大",)),
    ("工业大学", ("工大",)),
    ("理工大学", ("理工",)),
    ("医科大学", ("医大",)),
)


def short_names(name: str) -> list[str]:
    """None for a name that ends otherwise. Short names are for searching only and belong to no school alone."""
    for ending, short in _ENDINGS:
        head = name.removesuffix(ending)
        if head and head != name:
            return [head + one for one in short]
    return []
