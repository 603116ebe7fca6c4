"""Promised publications (另行发布, 近期公布) that nobody keeps a record of."""

import re
from collections.abc import Iterator

from notices.lint.findings import Finding, Severity
from notices.lint.texts import Kind, Text
from xcms.text import fold

_PUBLISH = "发布|公布|印发|下发|公告|公示|发放|通知"
_PROMISED = re.compile(
    f"(?:另行|另文)(?:{_PUBLISH}|下达|制定|安排|部署|明确|说明|发送|提供|公开|确定)"
    f"|(?:将[于在]?)?(?:近期|近日|稍后|随后|择期|择日|后续|适时|日后|不日)(?:将|再|另行|统一|陆续)?(?:{_PUBLISH})"
    f"|(?:将于|将在|预计)[^，。；]{{2,16}}(?:{_PUBLISH})|待(?:公布|发布|通知)"
    "|(?:审核|评审|核定|公示)(?:结束)?后，?(?:将)?(?:分[一二三两]批|分批|统一|陆续|集中)(?:公布|发布)"
)
_DENIED = re.compile("(?:不再|不|无需|无须|未|没有|勿)$")
_CONDITIONAL = re.compile("(?:如有|如遇|如果|如需|如因|如|若有|若遇|若|遇有|遇)[^。；]*$")
#: What has been promised: the words before the verb, without what only joins them to it.
_JOINS = re.compile("(?:的)?(?:，|,)?(?:将|由我厅|由省教育厅|我厅|省教育厅|具体时间)*$")
#: A condition or a subject stands no further away.
_LOOK_BACK = 120
_CLAUSE = re.compile("[。；，：！？\n]")


def untracked_promises(text: Text) -> Iterator[Finding]:
    kept = {fold(words) for words in text.promised}
    for passage in text.passages:
        if passage.kind in (Kind.TITLE, Kind.ATTACHMENT):
            continue
        for found in _PROMISED.finditer(passage.text):
            begins, _ends = passage.sentence(*found.span())
            before = passage.text[max(begins, found.start() - _LOOK_BACK) : found.start()]
            if _DENIED.search(before) or _CONDITIONAL.search(before):
                continue
            if _is_told(found[0], before, passage.text[found.end() :]):
                continue
            finding = Finding(
                "untracked-promise",
                Severity.WARNING,
                passage,
                *found.span(),
                f"承诺“{found[0]}”，还没有登记为承诺公开事项",
                promise=_promised(before) or found[0],
            )
            if fold(finding.sentence) not in kept:
                yield finding


def _is_told(words: str, before: str, after: str) -> bool:
    """近期发布的公告, 已于近期公布: of what has been published, or of what others publish."""
    if before.endswith(("已", "已于", "已经", "曾", "曾于")) or "率先" in words:
        return True
    return after.startswith("的") and not words.startswith(("另行", "另文"))


def _promised(before: str) -> str:
    clauses = [part for part in _CLAUSE.split(before) if part.strip()]
    words = _JOINS.sub("", clauses[-1].strip()).strip(" \u3000（(") if clauses else ""
    if len(words) < 2 and len(clauses) > 1:
        words = clauses[-2].strip()
    return re.sub(f"^[（(](?:{'[一二三四五六七八九十]'}+)[）)]|^\\d{{1,2}}[.．、]", "", words)[-80:]
