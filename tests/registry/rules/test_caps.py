"""The caps of the notice as arithmetic: 40 % exactly passes, one more fails."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.enums import RuleBasis, RuleKind
from registry.rules.caps import Assessment, Cap, CapUse, Figures, assess

CERTIFICATES = Cap(RuleKind.CERTIFICATES, Decimal("40"))
ENROLMENT = Cap(RuleKind.ENROLMENT, Decimal("30.00"))
MAJORS = Cap(RuleKind.CERTIFICATES, Decimal("40"), RuleBasis.MAJORS)
FIGURES = Figures(majors=20, enrolment=8000)

counts = st.integers(0, 10**7)
percents = st.decimals(0, 100, places=2)


def assessed(cap: Cap, use: CapUse, figures: Figures = FIGURES) -> Assessment:
    found = assess(cap, use, figures)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("cap", "use", "sentence"),
    [
        (CERTIFICATES, CapUse(9, 0), "证书 9 / 专业 20 = 45%（上限 40%，超出 1 个）"),
        (CERTIFICATES, CapUse(8, 0), "证书 8 / 专业 20 = 40%（上限 40%，还可增加 0 个）"),
        (CERTIFICATES, CapUse(6, 0), "证书 6 / 专业 20 = 30%（上限 40%，还可增加 2 个）"),
        (ENROLMENT, CapUse(9, 2400), "规模 2400 / 在校生 8000 = 30%（上限 30%，还可增加 0 人）"),
        (ENROLMENT, CapUse(9, 2401), "规模 2401 / 在校生 8000 ≈ 30.02%（上限 30%，超出 1 人）"),
        (
            MAJORS,
            CapUse(2, 0, majors=9),
            "参与试点的专业 9 / 专业 20 = 45%（上限 40%，超出 1 个）",
        ),
    ],
)
def test_the_sentence_shows_the_arithmetic(cap: Cap, use: CapUse, sentence: str) -> None:
    assert assessed(cap, use).sentence == sentence


def test_the_notice_s_own_bounds_are_inclusive() -> None:
    assert assessed(CERTIFICATES, CapUse(8, 0)).passes
    assert not assessed(CERTIFICATES, CapUse(9, 0)).passes
    assert assessed(ENROLMENT, CapUse(0, 2400)).passes
    assert not assessed(ENROLMENT, CapUse(0, 2401)).passes


def test_a_share_just_over_the_cap_is_never_written_as_the_cap() -> None:
    over = assessed(CERTIFICATES, CapUse(400_001, 0), Figures(majors=1_000_000))
    under = assessed(CERTIFICATES, CapUse(399_999, 0), Figures(majors=1_000_000))

    assert "≈ 40.01%（上限 40%，超出 1 个）" in over.sentence
    assert "≈ 39.99%（上限 40%，还可增加 1 个）" in under.sentence


def test_a_school_without_any_major_has_no_share() -> None:
    found = assessed(CERTIFICATES, CapUse(1, 0), Figures(majors=0))

    assert found.sentence == "证书 1 / 专业 0（上限 40%，超出 1 个）"


@pytest.mark.parametrize(
    ("cap", "use", "figures"),
    [
        pytest.param(
            Cap(RuleKind.CERTIFICATES, None), CapUse(99, 99), FIGURES, id="threshold unknown"
        ),
        pytest.param(CERTIFICATES, CapUse(99, 99), Figures(enrolment=8000), id="majors unknown"),
        pytest.param(ENROLMENT, CapUse(99, 99), Figures(majors=20), id="enrolment unknown"),
        pytest.param(MAJORS, CapUse(99, 99), FIGURES, id="a line names no major"),
    ],
)
def test_what_is_unknown_is_neither_passed_nor_failed(
    cap: Cap, use: CapUse, figures: Figures
) -> None:
    assert assess(cap, use, figures) is None


@given(percent=percents, base=counts, count=counts)
def test_any_cap_agrees_with_fractions(percent: Decimal, base: int, count: int) -> None:
    found = assessed(Cap(RuleKind.ENROLMENT, percent), CapUse(0, count), Figures(enrolment=base))

    assert found.passes is (Fraction(count) <= Fraction(percent) / 100 * base)


@given(percent=percents, base=counts)
def test_the_room_is_what_still_fits_and_not_one_more(percent: Decimal, base: int) -> None:
    limit = Fraction(percent) / 100 * base
    room = assessed(Cap(RuleKind.ENROLMENT, percent), CapUse(0, 0), Figures(enrolment=base)).room

    assert room <= limit < room + 1


@given(percent=percents, base=st.integers(1, 10**4), count=st.integers(0, 10**4))
def test_the_written_share_is_within_a_hundredth_and_on_the_right_side(
    percent: Decimal, base: int, count: int
) -> None:
    found = assessed(Cap(RuleKind.ENROLMENT, percent), CapUse(0, count), Figures(enrolment=base))
    sign, text = found.sentence.split("（")[0].split()[-2:]
    written, exact = Fraction(text.removesuffix("%")) / 100, Fraction(count, base)

    assert abs(written - exact) < Fraction(1, 10_000)
    assert (sign == "=") is (written == exact)
    assert (written <= Fraction(percent) / 100) is found.passes
