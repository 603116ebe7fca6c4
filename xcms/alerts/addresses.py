"""E-mail addresses: one spelling of each, and never more of it on a screen than is needed."""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

LONGEST = 254
#: Without exceptions for "localhost": nobody outside can be reached there.
_is_address = EmailValidator(allowlist=[])


def normalised(given: str) -> str:
    """The address in lower case, full-width signs as an input method leaves them made plain.

    Raises ValidationError with a sentence. What it returns has no control character, space or comma in it, so that it
    is one recipient in a header and nothing else.
    """
    address = unicodedata.normalize("NFKC", given).strip().lower()
    refused = ValidationError(
        _("This is no complete e-mail address. It should look like name@example.com.")
    )
    if len(address) > LONGEST or not address.isprintable():
        raise refused
    local, _at, domain = address.rpartition("@")
    # A quoted part before the @ may hold anything, an address in brackets is a machine's.
    if '"' in local or "[" in domain or "." not in domain:
        raise refused
    try:
        _is_address(address)
        # An internationalised domain travels in ASCII.
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except (ValidationError, UnicodeError):
        raise refused from None


def mailbox(address: str) -> str:
    """Whose letter box it is: ``li+a@x.cn`` and ``li+b@x.cn`` are one person's."""
    local, at, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def masked(address: str) -> str:
    """``l***@e***.cn``: enough to recognise one's own, too little to write to."""
    local, _at, domain = address.rpartition("@")
    name, dot, ending = domain.rpartition(".")
    return f"{local[:1]}***@{name[:1]}***{dot}{ending}"
