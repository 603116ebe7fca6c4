"""The links in a mail: each is signed for one purpose and opens nothing else.

They name a random code, not a row's number, so that a link dies with what it was for. Links to leave never expire:
a mail may be read years later. Keys that were in use before go on working through SECRET_KEY_FALLBACKS.
"""

from datetime import timedelta

from django.core import signing

from xcms.conf import setting
from xcms.models import AlertAddress, AlertSubscription

_CONFIRM = "xcms.alerts.confirm"
_LEAVE_ONE = "xcms.alerts.leave"
_LEAVE_ALL = "xcms.alerts.leave-all"
_MANAGE = "xcms.alerts.manage"


def confirm_token(subscription: AlertSubscription) -> str:
    return signing.TimestampSigner(salt=_CONFIRM).sign(subscription.code)


def leave_token(subscription: AlertSubscription) -> str:
    return signing.Signer(salt=_LEAVE_ONE).sign(subscription.code)


def leave_all_token(address: AlertAddress) -> str:
    return signing.Signer(salt=_LEAVE_ALL).sign(address.code)


def manage_token(address: AlertAddress) -> str:
    return signing.Signer(salt=_MANAGE).sign(address.code)


def subscription_to_confirm(token: str) -> AlertSubscription | None:
    hours = timedelta(hours=setting("ALERTS_CONFIRM_HOURS"))
    try:
        code = signing.TimestampSigner(salt=_CONFIRM).unsign(token, max_age=hours)
    except signing.BadSignature:
        return None
    return _subscription(code)


def subscription_to_leave(token: str) -> AlertSubscription | None:
    return _subscription(_code(token, _LEAVE_ONE))


def address_to_leave(token: str) -> AlertAddress | None:
    return _address(_code(token, _LEAVE_ALL))


def address_to_manage(token: str) -> AlertAddress | None:
    return _address(_code(token, _MANAGE))


def is_genuine(token: str) -> bool:
    """A link of ours to leave or to manage, whether or not anything is left of what it was for."""
    return any(_code(token, salt) for salt in (_LEAVE_ONE, _LEAVE_ALL, _MANAGE))


def _code(token: str, salt: str) -> str:
    try:
        return signing.Signer(salt=salt).unsign(token)
    except signing.BadSignature:
        return ""


def _subscription(code: str) -> AlertSubscription | None:
    found = AlertSubscription.objects.select_related("address", "topic").filter(code=code)
    return found.first() if code else None


def _address(code: str) -> AlertAddress | None:
    return AlertAddress.objects.filter(code=code).first() if code else None
