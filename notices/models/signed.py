"""Pages that are official texts, whose publication may need a second person."""

from typing import Any

from django.db import models

from notices.sign_off.permissions import SignedTextPermissionTester


class SignedTextMixin(models.Model):
    """Asks the sign-off who may publish; where no workflow with such a step applies, everything is Wagtail's."""

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> SignedTextPermissionTester:
        return SignedTextPermissionTester(user, self)
