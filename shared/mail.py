"""Sending mail by SMTP: one message to one address, once, with what came of it told apart."""

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any

from shared.settings import Settings

PATIENCE_SECONDS = 20.0
FIRST_PERMANENT = 500
SEND_IT, TAKEN, NOT_TAKEN = 354, 250, 400


class MailIsDeferred(Exception):
    """The mail server is away, or does not take the mail now; later it may."""


class MailIsRefused(Exception):
    """The mail server will not take this mail for this address, or the address is none."""


class MailIsUncertain(Exception):
    """The whole mail was given to the mail server, and what it said of it was not heard: it may have it."""


@dataclass(frozen=True)
class Attachment:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """What is sent to one person: the same words as a text and as HTML, and maybe a file. `message_id` is the same in
    each try, so that a mail server, or its reader, knows the second as the first.
    """

    message_id: str
    name: str
    address: str
    subject: str
    text: str
    html: str
    attachment: Attachment | None = None


def domain_of(sender: str) -> str:
    """That of the sender's address, or of this machine."""
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


def compose(letter: Letter, sender: str, moment: datetime) -> EmailMessage:
    """Raises `MailIsRefused` for an address that is none."""
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = _address(*parseaddr(sender))
        message["To"] = _address(letter.name, letter.address)
        message["Subject"] = one_line(letter.subject)
    except (MessageError, ValueError, IndexError) as fault:
        raise MailIsRefused(f"The address {letter.address!r} is none that mail is sent to.") from fault
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    if letter.attachment is not None:
        kind, _, subtype = letter.attachment.media_type.partition("/")
        name = letter.attachment.name
        message.add_attachment(letter.attachment.content, maintype=kind, subtype=subtype, filename=name)
    return message


def deliver(
    settings: Settings, message: EmailMessage, address: str, before_the_end: Callable[[], None] | None = None
) -> None:
    """Hand the message over. Raises `MailIsDeferred`, `MailIsRefused` and `MailIsUncertain`.

    A mail server has a message from the line that ends it on, and not before. `before_the_end` is called when all but
    this line was sent: if it raises, the server has nothing.
    """
    try:
        connection = _Connection(
            settings.smtp_host or "", settings.smtp_port, PATIENCE_SECONDS, before_the_end or _nothing
        )
    except (OSError, smtplib.SMTPException) as fault:
        raise MailIsDeferred(f"The mail server is away: {type(fault).__name__}.") from fault
    try:
        _open(connection, settings)
        connection.send_message(message, parseaddr(settings.smtp_sender)[1], [address])
    except smtplib.SMTPRecipientsRefused as fault:
        code, said = next(iter(fault.recipients.values()))
        raise _unsent(code, said) from fault
    except smtplib.SMTPAuthenticationError as fault:
        raise MailIsDeferred("The mail server does not know this user and password.") from fault
    except smtplib.SMTPResponseException as fault:
        raise _unsent(fault.smtp_code, fault.smtp_error) from fault
    except (OSError, smtplib.SMTPException) as fault:
        raise MailIsDeferred(f"The mail server does not take it: {type(fault).__name__}.") from fault
    finally:
        # Whatever happens from here on, the server has said what becomes of the message.
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
        connection.close()


def one_line(text: str) -> str:
    """Without what would end a line of a header."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


class _Connection(smtplib.SMTP):
    """Ends a message by a step of its own."""

    def __init__(self, host: str, port: int, timeout: float, before_the_end: Callable[[], None]) -> None:
        self._before_the_end = before_the_end
        super().__init__(host, port, timeout=timeout)

    def data(self, msg: Any) -> tuple[int, bytes]:
        """As the base does, in two parts."""
        self.putcmd("data")
        code, said = self.getreply()
        if code != SEND_IT:
            raise smtplib.SMTPDataError(code, said)
        content = msg if isinstance(msg, bytes) else str(msg).encode("ascii")
        lines = re.sub(rb"\r\n|\r|\n", b"\r\n", content).removesuffix(b"\r\n")
        self.send(re.sub(rb"(?m)^\.", b"..", lines) + b"\r\n")
        try:
            self._before_the_end()
        except BaseException:
            self.close()
            raise
        try:
            self.send(b".\r\n")
            code, said = self.getreply()
        except (OSError, smtplib.SMTPException) as fault:
            raise MailIsUncertain(f"The mail server has it and did not say so: {type(fault).__name__}.") from fault
        if code < TAKEN:
            raise MailIsUncertain("The mail server has it, and its answer is none.")
        return (TAKEN if code < NOT_TAKEN else code), said


def _nothing() -> None:
    pass


def _open(connection: smtplib.SMTP, settings: Settings) -> None:
    if settings.smtp_starttls:
        connection.starttls(context=ssl.create_default_context())
    if settings.smtp_user:
        connection.login(settings.smtp_user, settings.smtp_password or "")


def _address(name: str, address: str) -> Address:
    return Address(display_name=one_line(name), addr_spec=address)


def _unsent(code: int, said: bytes | str) -> Exception:
    told = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    sentence = one_line(f"The mail server says {code}: {told}")
    return MailIsRefused(sentence) if code >= FIRST_PERMANENT else MailIsDeferred(sentence)
