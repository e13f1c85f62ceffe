"""A mail server that keeps what it is given, at the address that the installations of tests send to."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import Controller

NOBODY = "550 5.1.1 nobody of this name"


class Post:
    """`taken` are the envelopes with their messages, in order. Addresses that begin with `nobody` are refused."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], EmailMessage]] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if address.startswith("nobody"):
            return NOBODY
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        message = cast(EmailMessage, message_from_bytes(envelope.content, policy=default))
        self.taken.append((list(envelope.rcpt_tos), message))
        return "250 taken"

    def to(self, address: str) -> list[EmailMessage]:
        """The messages that this address alone was sent."""
        return [message for addresses, message in self.taken if addresses == [address]]

    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for _, message in self.taken]

    @contextmanager
    def open_at(self, port: int) -> Iterator[None]:
        """Take mail as long as the block runs."""
        controller = Controller(self, hostname="127.0.0.1", port=port)
        controller.start()
        try:
            yield
        finally:
            controller.stop()
