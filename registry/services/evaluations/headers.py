"""Headers that every sheet of points has, so that no indicator can be called so."""

#: Of the file that the evaluation's page gives; nobody enters these.
DERIVED_HEADERS = ("名次", "总分", "等级", "备注", "数据性质")
RESERVED_HEADERS = frozenset(
    {
        *DERIVED_HEADERS,
        *("学校标识码", "院校代码", "学校代码", "院校标识码", "标识码"),
        *("学校名称", "院校名称", "试点院校", "院校", "学校", "试点学校", "试点院校名称"),
        *("所在市州", "市州", "办学层次", "序号", "编号"),
    }
)
