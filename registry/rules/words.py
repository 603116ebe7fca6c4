"""A ruling on one subject as a sentence: 证书 6 / 专业 20 = 30%（上限 40%，还可增加 2 个）."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from registry.enums import (
    AT_MOST_RULES,
    MEASURED_RULES,
    CertificateLevel,
    RuleKind,
    RuleOutcome,
    SchoolLevel,
    TeamFlag,
)
from registry.rules.cases import Cases, FilingState
from registry.rules.columns import (
    LEVELS,
    NO_MAJOR,
    OUT_OF_SCOPE,
    SCHOOL_LEVELS,
    TEAM_FLAGS,
    UNKNOWN,
    Shares,
)
from registry.rules.evaluating import OUTCOMES, Ruling, Subject, completion_of
from registry.rules.terms import Terms, plain

#: Shares are written with two decimals of a percent.
_PARTS = 10_000
_HUNDREDTH = Decimal("0.01")


def sentence(ruling: Ruling, position: int, cases: Cases) -> str:
    kind, outcome = ruling.terms.kind, OUTCOMES[int(ruling.outcome[position])]
    if kind in MEASURED_RULES:
        if outcome == RuleOutcome.OPEN:
            return _why_open(ruling, position, cases)
        return _arithmetic(ruling, position, cases)
    if kind == RuleKind.SCHOOL_LEVEL:
        return _of_level(int(cases.schools.level[position]), outcome)
    if kind == RuleKind.FILED:
        return _of_filing(position, cases)
    if kind == RuleKind.PREFERRED_TEAM:
        return _of_team(int(cases.teams.flag[position]))
    return _("No figure shows this; a person judges it by what the school has handed in.")


def parts_of(ruling: Ruling, position: int, cases: Cases) -> list[tuple[str, str]]:
    """The figures that a bound is about, each with its name; "" where it is not known."""
    if ruling.terms.kind not in MEASURED_RULES:
        return []
    part, whole = int(ruling.part[position]), int(ruling.whole[position])
    if ruling.terms.kind not in AT_MOST_RULES and not _is_headcount(ruling, position, cases):
        is_known = part != UNKNOWN and whole > 0
        share = f"{plain(percent_of(part, whole)[0])}%" if is_known else ""
        return [(_share_name(ruling.terms), share)]
    names = _names(ruling.terms)
    return [
        (name, "" if value == UNKNOWN else str(value))
        for name, value in zip(names, (part, whole), strict=True)
    ]


# Shares with a bound


def _names(rule: Terms) -> tuple[str, str]:
    if rule.counts_majors:
        return pgettext("figure", "majors taking part"), pgettext("figure", "majors")
    if rule.counts_trained:
        return pgettext("figure", "persons trained"), pgettext("figure", "planned")
    teachers = pgettext("figure", "teachers of the major")
    return {
        RuleKind.CERTIFICATES: (pgettext("figure", "certificates"), pgettext("figure", "majors")),
        RuleKind.ENROLMENT: (pgettext("figure", "persons"), pgettext("figure", "enrolment")),
        RuleKind.DUAL_QUALIFIED: (pgettext("figure", "dual-qualified teachers"), teachers),
        RuleKind.INDUSTRY_EXPERTS: (pgettext("figure", "industry experts"), teachers),
        RuleKind.COMPLETION: (
            pgettext("figure", "persons certified"),
            pgettext("figure", "planned"),
        ),
    }[rule.kind]


def _share_name(rule: Terms) -> str:
    if rule.counts_trained:
        return _("share of planned persons who were trained")
    return {
        RuleKind.DUAL_QUALIFIED: _("share of dual-qualified teachers"),
        RuleKind.INDUSTRY_EXPERTS: _("share of industry experts"),
        RuleKind.COMPLETION: _("completion rate of earlier batches"),
    }[rule.kind]


def _is_headcount(ruling: Ruling, position: int, cases: Cases) -> bool:
    return bool(_shares(ruling.terms, cases).is_headcount[position])


def _shares(rule: Terms, cases: Cases) -> Shares:
    return {
        RuleKind.DUAL_QUALIFIED: cases.teams.dual_qualified,
        RuleKind.INDUSTRY_EXPERTS: cases.teams.industry_experts,
        RuleKind.COMPLETION: completion_of(rule, cases),
    }[rule.kind]


def _arithmetic(ruling: Ruling, position: int, cases: Cases) -> str:
    part, whole = int(ruling.part[position]), int(ruling.whole[position])
    room = int(ruling.room[position])
    named = parts_of(ruling, position, cases)
    if len(named) == 1:
        ((name, share),) = named
        return f"{name} {share}（{_bound(ruling.terms, whole, room)}）"
    fraction = " / ".join(f"{name} {value}" for name, value in named)
    return f"{fraction}{_share(ruling, part, whole)}（{_verdict(ruling.terms, room)}）"


def _share(ruling: Ruling, part: int, whole: int) -> str:
    """“= 45%”, or “≈ 44.44%”: the nearest of two decimals that is on the share's own side of the bound."""
    if not whole:
        return ""
    share, is_exact = percent_of(part, whole)
    if is_exact:
        return f" = {plain(share)}%"
    nearest, _exact = percent_of(2 * part * _PARTS + whole, 2 * whole * _PARTS)
    bound = ruling.terms.percent
    if bound is not None and nearest == bound:
        nearest = share if part * 100 < bound * whole else share + _HUNDREDTH
    return f" ≈ {plain(nearest)}%"


def percent_of(part: int, whole: int) -> tuple[Decimal, bool]:
    """Cut after two decimals, and whether that is all of it."""
    parts, rest = divmod(part * _PARTS, whole)
    return Decimal(parts).scaleb(-2), not rest


def _verdict(rule: Terms, room: int) -> str:
    values = {"limit": rule.limit, "room": abs(room)}
    if rule.kind == RuleKind.ENROLMENT:
        if room >= 0:
            return _("at most %(limit)s%%, room for %(room)d persons more") % values
        return _("at most %(limit)s%%, %(room)d persons too many") % values
    if rule.kind == RuleKind.CERTIFICATES:
        if room >= 0:
            return _("at most %(limit)s%%, room for %(room)d more") % values
        return _("at most %(limit)s%%, %(room)d too many") % values
    if room >= 0:
        return _("at least %(limit)s%%") % values
    return _("at least %(limit)s%%, %(room)d persons short") % values


def _bound(rule: Terms, whole: int, room: int) -> str:
    """Of a share that was reported as such: how far it is from the bound, in points."""
    if room >= 0:
        return _("at least %(limit)s%%") % {"limit": rule.limit}
    return _("at least %(limit)s%%, %(points)s points short") % {
        "limit": rule.limit,
        "points": plain(percent_of(-room, whole)[0]),
    }


def _why_open(ruling: Ruling, position: int, cases: Cases) -> str:
    rule = ruling.terms
    known = "，".join(
        f"{name} {value}" for name, value in parts_of(ruling, position, cases) if value
    )
    if rule.percent is None:
        open_bound = _("The bound is not known yet, so nothing is checked.")
        return f"{known}。{open_bound}" if known else open_bound
    missing = _missing(ruling, position, cases)
    return f"{known}；{missing}" if known else missing


def _missing(ruling: Ruling, position: int, cases: Cases) -> str:
    rule = ruling.terms
    limit = {"limit": rule.limit}
    if rule.kind in AT_MOST_RULES:
        if int(ruling.part[position]) == UNKNOWN and not rule.counts_majors:
            return (
                _("what is planned is not known, so the cap of %(limit)s%% is not checked") % limit
            )
        if int(ruling.part[position]) == UNKNOWN:
            return (
                _("not every line names its major, so the cap of %(limit)s%% is not checked")
                % limit
            )
        if rule.kind == RuleKind.ENROLMENT:
            return _("the enrolment is not known, so the cap of %(limit)s%% is not checked") % limit
        return (
            _("the number of majors is not known, so the cap of %(limit)s%% is not checked") % limit
        )
    if ruling.subject is Subject.TEAM and int(cases.teams.major[position]) == NO_MAJOR:
        return _("no major is named, so the bound of %(limit)s%% is not checked") % limit
    return _("%(figure)s: not known, so the bound of %(limit)s%% is not checked") % {
        **limit,
        "figure": _share_name(rule),
    }


# Everything else


def _of_level(level: int, outcome: RuleOutcome) -> str:
    if level == UNKNOWN:
        return _("The level of the school is not given.")
    if level == OUT_OF_SCOPE:
        return _("Technician schools are not part of the pilot.")
    own = SchoolLevel(SCHOOL_LEVELS[level])
    if outcome == RuleOutcome.MET:
        return _("%(level)s: may take part.") % {"level": own.label}
    if own == SchoolLevel.UNDERGRADUATE:
        return _("Other undergraduate schools take part only where the office says so.")
    return _("%(level)s: the office has marked this school as not taking part.") % {
        "level": own.label
    }


def _of_filing(position: int, cases: Cases) -> str:
    asked = cases.asked
    level = LEVELS[int(asked.level[position])]
    state = FilingState(int(asked.state[position]))
    if state == FilingState.NOT_FILED:
        return _("The certificate is not on the list of filed certificates.")
    if state == FilingState.WITHOUT_LEVEL:
        return _("The certificate is filed without the level %(level)s.") % {
            "level": CertificateLevel(level).label
        }
    school_level = int(cases.schools.level[int(asked.school[position])])
    if state == FilingState.NOT_FOR_SCHOOLS:
        if school_level < 0:
            return _("The certificate is not filed for schools of this level.")
        return _("The certificate is not filed for schools of the level %(level)s.") % {
            "level": SchoolLevel(SCHOOL_LEVELS[school_level]).label
        }
    if state == FilingState.SCHOOL_LEVEL_UNKNOWN:
        return _("Filed; whether for this school shows once its level is given.")
    if state == FilingState.LIST_UNKNOWN:
        return _("No list of filed certificates has been published for this batch yet.")
    if level:
        return _("Filed at the level %(level)s and for schools of this level.") % {
            "level": CertificateLevel(level).label
        }
    return _("Filed for schools of this level.")


def _of_team(flag: int) -> str:
    if flag <= 0:
        return _("No national or provincial team is on record: no preference, and no obstacle.")
    return _("%(team)s: preferred.") % {"team": TeamFlag(TEAM_FLAGS[flag]).label}
