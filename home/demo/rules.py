"""The notice's two caps, each with its clause."""

from decimal import Decimal

from home.demo.facts import notice_facts
from home.demo.missing import add_missing
from notices.models import NoticePage
from registry.enums import RuleKind
from registry.models import Batch, Rule


def load_rules(batch: Batch) -> None:
    """Warnings, since the notice says "总体上"; what the first counts is the office's to say."""
    caps = notice_facts()["caps"]
    notice = NoticePage.objects.filter(batch=batch).first()
    most_certificates = caps["certificates_percent_of_majors_max"]
    most_persons = caps["enrolment_percent_max"]
    add_missing(
        Rule,
        [
            Rule(
                batch=batch,
                kind=RuleKind.CERTIFICATES,
                percent=Decimal(most_certificates),
                clause=f"总体上，参与试点的证书数不超过本校专业总数的{most_certificates}%（各批次累计）",
                notice=notice,
            ),
            Rule(
                batch=batch,
                kind=RuleKind.ENROLMENT,
                percent=Decimal(most_persons),
                clause=f"总体上，试点规模（人数）不大于本校在校生总数的{most_persons}%（各批次累计）",
                notice=notice,
            ),
        ],
        key=("batch_id", "kind"),
    )
