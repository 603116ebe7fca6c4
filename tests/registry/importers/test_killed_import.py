"""An import killed half-way writes nothing, and runs whole the next time (design rule 7)."""

import pytest

from registry.models import Approval, ApprovalDecision
from tests.factories import CertificateFactory, RoundFactory, SchoolFactory
from tests.killed import run_until_killed
from xcms.versions import current_version

SHEET = "学校标识码,证书名称,试点规模(人)\n4143012302,物流管理,60\n".encode()
IMPORT = f"""
from datetime import date
from registry.importers.approvals import ApprovalImporter
from xcms.importing.engine import run_import
from xcms.importing.importers import ImportOptions
run_import(
    "approvals", ApprovalImporter, {SHEET!r}, filename="a.csv",
    options=ImportOptions(today=date(2020, 7, 1), extra={{"round": "2020-3-1"}}),
)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("module", "attribute"),
    [
        # The version is bumped and the new lines are there, their decisions not yet.
        ("registry.services.decision_sets", "_insert_decisions"),
        # Lines and decisions are there, the lines' version is not.
        ("registry.services.decision_sets", "_touch"),
    ],
)
def test_a_killed_import_leaves_the_register_as_it_was(module: str, attribute: str) -> None:
    SchoolFactory(code="4143012302")
    CertificateFactory(name="物流管理")
    RoundFactory()
    before = current_version()

    run_until_killed(IMPORT, module=module, attribute=attribute)

    assert not Approval.objects.exists()
    assert not ApprovalDecision.objects.exists()
    assert current_version() == before

    exec(IMPORT, {})  # noqa: S102
    assert ApprovalDecision.objects.count() == 1
