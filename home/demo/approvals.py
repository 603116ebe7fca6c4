"""Generated approvals: which school really runs what, and for how many, is not known here."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from home.demo.certificates import BY_NAME, Profile
from home.demo.chance import draw, pick
from home.demo.facts import notice_facts
from home.demo.register import DemoRegister
from home.demo.suitability import suitable_certificates
from registry.enums import DecisionKind, DecisionSource, SchoolLevel
from registry.models import Approval, Major, School
from registry.services.approvals import DecisionDraft, record_decisions

_EFFECTIVE = {1: date(2020, 7, 1), 2: date(2020, 7, 15)}
_SYNCHRONISED = date(2020, 7, 20)
#: Both name the notice, whose page is found by its title once it is published.
_BASIS = "《{title}》第{round}轮审核备案结果（演示）"
_CLAUSE = "四、申报与审核流程：审核备案同意后由平台自动生成试点资格，不再行文"
_QUOTAS = range(20, 121, 10)
#: Made-up turns happen only at made-up schools: nothing unfavourable is said of a real one.
_REVOKED, _ENDED, _FUTURE, _CUT = (f"439900{number:04}" for number in (1, 2, 3, 4))


def load_approvals(register: DemoRegister, schools: Iterable[School]) -> None:
    """Grants of both rounds for the lines that do not exist yet, then what happened to some of them."""
    taken = {
        (line.school_id, line.certificate_id, line.level, line.major_id)
        for line in Approval.objects.all()
    }
    grants = [
        draft
        for school in schools
        if school.is_eligible
        for draft in _grants(register, school)
        if draft.identity not in taken
    ]
    record_decisions(grants, acting_user=None, today=_SYNCHRONISED)
    record_decisions(list(_later(register, grants)), acting_user=None, today=_SYNCHRONISED)


def _grants(register: DemoRegister, school: School) -> Iterator[DecisionDraft]:
    for position, name in enumerate(suitable_certificates(school)):
        profile = BY_NAME[name]
        round_ = register.rounds[profile.round]
        draft = DecisionDraft(
            school=school,
            certificate=register.certificates[name],
            level="",
            major=register.majors["", ""],
            kind=DecisionKind.GRANT,
            quota=0,
            effective_from=_EFFECTIVE[profile.round],
            round=round_,
            basis=_basis(round_.number),
            clause=_CLAUSE,
            source=DecisionSource.DEMO,
            is_demo=True,
        )
        for level, major in _lines(register, school, profile):
            quota = pick(_QUOTAS, school.code, name, level)
            yield _exception(replace(draft, level=level, major=major, quota=quota), position)


def _lines(register: DemoRegister, school: School, profile: Profile) -> Iterator[tuple[str, Major]]:
    """Level and major of the lines for one certificate: mostly both given, sometimes one or neither."""
    secondary = school.level == SchoolLevel.SECONDARY
    names = profile.secondary if secondary else profile.higher
    # The first major fits best, so it comes up more often.
    major = register.majors[school.level, pick((*names, names[0]), school.code, profile.name)]
    unspecified = register.majors["", ""]
    levels = [
        level for level in profile.levels if level != ("advanced" if secondary else "beginner")
    ]
    shape = draw(school.code, profile.name, "shape") % 10
    if shape == 0:
        yield "", unspecified
    elif shape == 1:
        yield levels[0], unspecified
    elif shape <= 4 and len(levels) > 1:
        yield levels[0], major
        yield levels[1], major
    else:
        yield levels[0], major


def _exception(draft: DecisionDraft, position: int) -> DecisionDraft:
    if position == 0 and draft.school.code == _ENDED:
        return replace(draft, effective_to=date(2022, 7, 1))
    if position == 0 and draft.school.code == _FUTURE:
        return replace(draft, effective_from=date(2030, 9, 1))
    return draft


def _later(register: DemoRegister, grants: Iterable[DecisionDraft]) -> Iterator[DecisionDraft]:
    """Round 2 enlarges about one line of round 1 in twelve; one line is cut and one is revoked."""
    seen: set[str] = set()
    for grant in grants:
        first = grant.school.code not in seen
        seen.add(grant.school.code)
        if grant.school.code == _REVOKED and first:
            yield replace(
                grant,
                kind=DecisionKind.REVOKE,
                quota=0,
                effective_from=date(2021, 3, 1),
                round=None,
                basis=f"《{notice_facts()['title']}》（演示）",
                clause="七、试点院校的职责：不得转包教学培训，不得与代理机构合作，违者取消试点资格",
                reason="将培训整体委托给代理机构（虚构情形，仅用于演示撤销）",
            )
        elif grant.school.code == _CUT and first:
            yield replace(
                grant,
                kind=DecisionKind.CUT,
                quota=grant.quota // 2,
                effective_from=date(2021, 3, 1),
                round=None,
                basis="试点规模调整意见（演示）",
                clause="",
                reason="按学校申请核减（虚构情形，仅用于演示核减）",
            )
        elif _is_enlarged(grant):
            yield replace(
                grant,
                kind=DecisionKind.ENLARGE,
                quota=grant.quota + pick((20, 30, 40), grant.school.code),
                effective_from=_EFFECTIVE[2],
                round=register.rounds[2],
                basis=_basis(2),
            )


def _basis(round_: int) -> str:
    return _BASIS.format(title=notice_facts()["title"], round="一二"[round_ - 1])


def _is_enlarged(grant: DecisionDraft) -> bool:
    in_first_round = grant.effective_from == _EFFECTIVE[1] and grant.effective_to is None
    return in_first_round and draw(grant.school.code, grant.certificate.name, "enlarge") % 12 == 0
