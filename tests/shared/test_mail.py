"""Mails: nothing that somebody typed becomes a header or an address, and what a mail server says is told apart."""

import socket
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from shared.clock import now
from shared.mail import Attachment, Letter, MailIsDeferred, MailIsRefused, compose, deliver
from shared.settings import Settings

SENDER = "Tenon <reports@tenon.test>"
LETTER = Letter("<1@tenon.test>", "Ada", "ada@example.com", "Won", "text", "<p>html</p>")


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
