"""The rules of the notice and the duties that it names, each with its clause."""

from collections.abc import Iterator
from decimal import Decimal

from home.demo.facts import notice_facts
from home.demo.missing import add_missing
from notices.models import NoticePage
from registry.enums import Audience, RuleKind
from registry.models import Batch, Duty, Rule


def load_rules(batch: Batch) -> None:
    """Warnings, since the notice says "总体上" and "一般"; what the first cap counts is the office's to say."""
    notice = NoticePage.objects.filter(batch=batch).first()
    add_missing(
        Rule,
        [
            Rule(
                batch=batch,
                kind=kind,
                percent=None if percent is None else Decimal(percent),
                clause=clause,
                notice=notice,
            )
            for kind, percent, clause in (*_bounds(), *_conditions())
        ],
        key=("batch_id", "kind"),
    )


def _bounds() -> Iterator[tuple[RuleKind, int | None, str]]:
    facts = notice_facts()
    caps, eligibility = facts["caps"], facts["eligibility"]
    certificates = caps["certificates_percent_of_majors_max"]
    persons = caps["enrolment_percent_max"]
    teachers = eligibility["dual_qualified_teacher_percent_min"]
    experts = eligibility["industry_expert_percent_min"]
    yield (
        RuleKind.CERTIFICATES,
        certificates,
        f"总体上，参与试点的证书数不超过本校专业总数的{certificates}%（各批次累计）",
    )
    yield (
        RuleKind.ENROLMENT,
        persons,
        f"总体上，试点规模（人数）不大于本校在校生总数的{persons}%（各批次累计）",
    )
    yield RuleKind.DUAL_QUALIFIED, teachers, f"一般还应具备：双师型教师占比不低于{teachers}%"
    yield RuleKind.INDUSTRY_EXPERTS, experts, f"一般还应具备：行业企业专家占比不低于{experts}%"
    # The circulated text lost the threshold.
    yield RuleKind.COMPLETION, None, "前两批试点任务完成情况不理想的院校，严格控制第三批规模"


def _conditions() -> Iterator[tuple[RuleKind, None, str]]:
    yield (
        RuleKind.SCHOOL_LEVEL,
        None,
        "试点院校为中职学校（不含技工学校）、高职院校，鼓励应用型本科高校参与",
    )
    yield RuleKind.FILED, None, "院校在各轮公布的同意备案证书名单中选择试点证书"
    yield RuleKind.PREFERRED_TEAM, None, "国家级教师教学创新团队、省级专业教学团队所在专业优先"
    yield (
        RuleKind.INTEGRATION,
        None,
        "推进课证融通，制定学习成果认定、积累与转换办法",
    )
    yield RuleKind.CONDITIONS, None, "具备与试点证书相适应的师资配置与教学条件"
    yield (
        RuleKind.NO_OUTSOURCING,
        None,
        "不得以外包、委托培训等形式转包教学培训，不得与代理机构合作，违者取消试点资格",
    )


def load_duties(batch: Batch) -> None:
    notice = NoticePage.objects.filter(batch=batch).first()
    add_missing(
        Duty,
        (
            Duty(batch=batch, audience=Audience(audience), text=text, notice=notice)
            for audience, texts in notice_facts()["duties"].items()
            for text in texts
        ),
        key=("batch_id", "audience", "text"),
    )
