"""Handing a mail to Django's e-mail backend, whichever it is, and telling whose fault a failure was."""

import logging
import re
import smtplib
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from xcms.alerts.addresses import masked

logger = logging.getLogger(__name__)

#: Seconds that a silent mail server is waited for, where EMAIL_TIMEOUT says nothing.
_PATIENCE = 30
#: Servers take only so many mails in one connection.
_MOST_IN_ONE_CONNECTION = 50
_LONGEST_REASON = 250


class MailNotSentError(Exception):
    """The mail server did not take this mail; the message is a sentence for the office."""


class OutcomeUnknownError(MailNotSentError):
    """The connection was lost: the server may have taken the mail before that."""


class MailServerError(Exception):
    """No mail can be sent at all at the moment, whoever it is for."""


class Transport:
    """A connection kept open from mail to mail, so that hardly anything lies between a mail's acceptance and our note.

    After a failure it begins with a fresh one.
    """

    def __init__(self) -> None:
        self._connection: Any = None
        self._sent = 0

    def open(self) -> None:
        """Before a mail is claimed: a server that can't be reached is nobody's fault. Raises MailServerError."""
        if self._sent >= _MOST_IN_ONE_CONNECTION:
            self.close()
        if self._connection is not None:
            return
        connection: Any = get_connection()
        if getattr(connection, "timeout", 0) is None:
            connection.timeout = _PATIENCE
        try:
            connection.open()
        except Exception as error:
            raise MailServerError(
                _("The mail server can't be reached: %(error)s") % {"error": _said(error)}
            ) from error
        self._connection = connection

    def send(self, message: EmailMessage) -> None:
        """Raises MailNotSentError, OutcomeUnknownError, MailServerError."""
        self.open()
        message.connection = self._connection
        try:
            count = self._connection.send_messages([message])
        except Exception as error:  # noqa: BLE001  as above
            self.close()
            # Without the cause: it may name the address, and this may be logged.
            raise _judged(error, message) from None
        self._sent += 1
        # Some backends return None.
        if count == 0:
            raise MailNotSentError(_("The mail backend did not send it and gave no reason."))

    def close(self) -> None:
        connection, self._connection, self._sent = self._connection, None, 0
        if connection is None:
            return
        try:
            connection.close()
        except Exception:
            logger.info("Closing the mail connection failed.", exc_info=True)


def send_now(message: EmailMessage) -> None:
    """One mail in a request. Raises MailNotSentError whatever the reason."""
    transport = Transport()
    try:
        transport.send(message)
    except (MailServerError, MailNotSentError) as error:
        logger.warning("A confirmation could not be sent.", extra={"reason": str(error)})
        raise MailNotSentError(str(error)) from None
    finally:
        transport.close()


def _judged(error: Exception, message: EmailMessage) -> Exception:
    said = _said(error)
    for address in message.to:
        # Servers like to repeat it; the report is for people who see none.
        said = re.sub(re.escape(address), masked(address), said, flags=re.IGNORECASE)
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
        return MailNotSentError(
            _("The mail server did not accept the mail: %(error)s") % {"error": said}
        )
    # Lost: OSError and its kin, timeouts too. Other errors of the protocol (sender, log-in) concern every mail.
    if isinstance(error, smtplib.SMTPException) and not isinstance(
        error, smtplib.SMTPServerDisconnected
    ):
        return MailServerError(_("The mail server refuses all mail: %(error)s") % {"error": said})
    if isinstance(error, OSError):
        return OutcomeUnknownError(
            _("The connection to the mail server was lost: %(error)s") % {"error": said}
        )
    return MailNotSentError(_("The mail backend failed: %(error)s") % {"error": said})


def _said(error: Exception) -> str:
    """What the server said, on one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers: Any = list(error.recipients.values())
        error = smtplib.SMTPResponseException(*answers[0]) if answers else error
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
        text = answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
        text = f"{error.smtp_code} {text}"
    else:
        text = str(error) or type(error).__name__
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[
        :_LONGEST_REASON
    ]
