"""The group 签发 and the workflow 公文签发, made by ``xcms_install``."""

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from notices.models import OfficialDocumentMixin, SignOffTask
from registry.groups import READ
from xcms.groups import GroupProfile, install_profiles
from xcms.install import InstallContext, InstallStep

#: Names are the office's own, whatever the interface's language.
SIGNERS = "签发"
REVIEWERS = "审核"
WORKFLOW = "公文签发"

_RIGHTS = ("change_page", "publish_page", "lock_page", "unlock_page")
_PROFILE = GroupProfile(SIGNERS, READ, pages=_RIGHTS, before_records=READ)


def install_steps() -> list[InstallStep]:
    return [
        InstallStep(
            name="xcms_notices.sign_off",
            label=gettext_lazy("Sign-off of official texts"),
            run=install_sign_off,
        )
    ]


def install_sign_off(context: InstallContext) -> list[str]:
    """Make group and workflow where they are missing. A workflow of that name stays as it is, switched off too.

    It is put on the page that the administrator named. Without one, only on a site that has no official text
    yet: whoever publishes already keeps their way until they ask for this one.
    """
    lines = install_profiles([_PROFILE], context)
    workflow = Workflow.objects.filter(name=WORKFLOW).first()
    is_new = workflow is None
    if workflow is None:
        workflow = _make_workflow()
        lines.append(
            _("Workflow “%(workflow)s” was made: %(reviewers)s, then %(signers)s.")
            % {"workflow": WORKFLOW, "reviewers": REVIEWERS, "signers": SIGNERS}
        )
    else:
        lines.append(
            _("Workflow “%(workflow)s” is there already: left as it is.") % {"workflow": WORKFLOW}
        )
    if is_new or context.root_page_given:
        lines.append(_assign(workflow, context))
    return lines


def _make_workflow() -> Workflow:
    workflow: Workflow = Workflow.objects.create(name=WORKFLOW)
    review = SignOffTask(
        name=REVIEWERS, second_person=False, page_right=SignOffTask.Right.CHANGE, working_days=3
    )
    sign = SignOffTask(
        name=SIGNERS, second_person=True, page_right=SignOffTask.Right.PUBLISH, working_days=2
    )
    for position, task in enumerate((review, sign), start=1):
        task.save()
        task.groups.set(Group.objects.filter(name=task.name))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=position)
    return workflow


def _assign(workflow: Workflow, context: InstallContext) -> str:
    page = context.root_page
    if page is None:
        return _("Workflow “%(workflow)s” applies nowhere yet: name a page with --root-page.") % {
            "workflow": WORKFLOW
        }
    if not context.root_page_given and _has_official_texts(page):
        return _(
            "The site has official texts already, so the workflow was not put on them. "
            "To have all of them signed from now on, run: xcms_install --root-page %(page)s"
        ) % {"page": page.pk}
    there, is_new = WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": workflow})
    if there.workflow_id != workflow.pk:
        return _("The page “%(page)s” has the workflow “%(other)s”: left as it is.") % {
            "page": page,
            "other": there.workflow,
        }
    if not is_new:
        return _("The workflow is on the page “%(page)s” already.") % {"page": page}
    return _(
        "The workflow is on the page “%(page)s”: official texts below it go live when a second person "
        "of the group “%(signers)s” has signed them."
    ) % {"page": page, "signers": SIGNERS}


def _has_official_texts(page: Page) -> bool:
    models = [model for model in Page.__subclasses__() if issubclass(model, OfficialDocumentMixin)]
    below = page.get_descendants(inclusive=True)
    return any(below.type(model).exists() for model in models)
