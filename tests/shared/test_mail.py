"""Mails: nothing that somebody typed becomes a header or an address, and what a mail server says is told apart."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from shared.clock import now
from shared.mail import Attachment, Letter, MailIsDeferred, MailIsRefused, MailIsUncertain, compose, deliver
from shared.settings import Settings

SENDER = "Tenon <reports@tenon.test>"
LETTER = Letter("<1@tenon.test>", "Ada", "ada@example.com", "Won", "text", "<p>html</p>")


class Kept:
    """Keeps the text of what it takes, and says this of it; without words it hangs up."""

    def __init__(self, line: str | None) -> None:
        self.line = line
        self.taken: list[bytes] = []

    async def handle_DATA(self, server: Any, _session: object, envelope: Any) -> str:  # noqa: N802
        self.taken.append(envelope.content)
        if self.line is None:
            server.transport.close()
        return self.line or "250 taken"


@contextmanager
def open_office(handler: object) -> Iterator[Settings]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield Settings(smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False, smtp_sender=SENDER)
    finally:
        controller.stop()


def test_what_a_mail_server_has_and_did_not_answer_for_is_uncertain_and_is_not_to_be_sent_again() -> None:
    message = compose(LETTER, SENDER, now())
    for line in (None, "not a code"):
        office = Kept(line)
        with open_office(office) as settings, pytest.raises(MailIsUncertain):
            deliver(settings, message, LETTER.address)
        assert len(office.taken) == 1


def test_until_the_line_that_ends_a_mail_the_server_has_nothing_and_dots_arrive_as_they_are() -> None:
    dotted = compose(replace(LETTER, text=".\n..one\n.\nend"), SENDER, now())
    office = Kept("251 taken, to be sent on")
    told: list[int] = []
    with open_office(office) as settings:

        def stop() -> None:
            raise KeyError("stop")

        with pytest.raises(KeyError):
            deliver(settings, dotted, LETTER.address, before_the_end=stop)
        deliver(settings, dotted, LETTER.address, before_the_end=lambda: told.append(len(office.taken)))
    assert (told, len(office.taken)) == ([0], 1)
    body = message_from_bytes(office.taken[0], policy=default).get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == ".\n..one\n.\nend\n"


class Grumpy:
    """Takes nothing, and says why by this line."""

    def __init__(self, line: str) -> None:
        self.line = line

    async def handle_DATA(self, *_: object) -> str:  # noqa: N802
        return self.line


def test_a_mail_is_two_forms_of_its_words_and_a_file_and_what_ends_a_line_ends_none() -> None:
    file = Attachment("Übersicht.csv", "text/csv", b"a,b\r\n1,2\r\n")
    name, subject = "Ada\r\nBcc: eve@example.com", "Won\r\nBcc: eve@example.com\u2028more"
    message = compose(replace(LETTER, name=name, subject=subject, attachment=file), SENDER, now())
    read = message_from_bytes(bytes(message), policy=default)
    assert read["Bcc"] is None
    assert read["Subject"] == "Won Bcc: eve@example.com more"
    assert [one.addr_spec for one in read["To"].addresses] == ["ada@example.com"]
    (attached,) = read.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("Übersicht.csv", "text/csv")
    assert attached.get_payload(decode=True) == file.content
    assert [part.get_content_type() for part in read.walk()][1:4] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


@pytest.mark.parametrize(
    "address", ["ada@example.com, eve@example.com", "ada@example.com\r\nBcc: eve@example.com", "<ada@example.com>", ""]
)
def test_an_address_that_is_none_gets_no_mail(address: str) -> None:
    with pytest.raises(MailIsRefused):
        compose(replace(LETTER, address=address), SENDER, now())


@pytest.mark.parametrize(("line", "expected"), [("451 later", MailIsDeferred), ("554 never", MailIsRefused)])
def test_a_mail_server_that_says_later_is_asked_again_and_one_that_says_never_is_not(
    line: str, expected: type[Exception]
) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    settings = Settings(smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False, smtp_sender=SENDER)
    message = compose(LETTER, SENDER, now())
    with pytest.raises(MailIsDeferred):
        deliver(settings, message, LETTER.address)
    controller = Controller(Grumpy(line), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with pytest.raises(expected, match=line.replace(" ", ": ")):
            deliver(settings, message, LETTER.address)
        with pytest.raises(MailIsDeferred):
            deliver(replace(settings, smtp_starttls=True), message, LETTER.address)
    finally:
        controller.stop()
    assert "hidden" not in repr(replace(settings, smtp_password="hidden"))
