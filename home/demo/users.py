"""Log-ins for trying the admin. Made only where the site says that it is a demo."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

#: Published on purpose: it opens nothing but a demo.
DEMO_PASSWORD = "hunan-1x-demo"  # noqa: S105 # nosec B105


@dataclass(frozen=True, slots=True)
class DemoUser:
    username: str
    group: str
    does: str


DEMO_USERS = (
    DemoUser("admin", "", "管理员，可以做一切"),
    DemoUser("editor", "编辑", "起草通知和名单，提交审核"),
    DemoUser("reviewer", "审核", "审核稿件、备案、试点申报与试点资格"),
    DemoUser("signer", "签发", "签发稿件，此后才公开；不能签发自己起草或改过的"),
    DemoUser("data", "数据管理", "维护登记数据、录入试点申报、导入导出"),
    DemoUser("bureau", "市州审核", "审核长沙市中职的试点申报，查看登记数据"),
)


def is_demo_site() -> bool:
    """A fixed password must never reach a real site."""
    return bool(getattr(settings, "DEMO", False) or settings.DEBUG)


def load_users() -> None:
    """Make the log-ins that are missing; existing ones keep their password."""
    model = get_user_model()
    for user in DEMO_USERS:
        if model.objects.filter(**{model.USERNAME_FIELD: user.username}).exists():
            continue
        if user.group:
            account = model.objects.create_user(user.username, password=DEMO_PASSWORD)
            account.groups.set(Group.objects.filter(name=user.group))
        else:
            model.objects.create_superuser(user.username, password=DEMO_PASSWORD)
