"""From marshmallow's nested messages to a flat list of faults with JSON pointers."""

from collections.abc import Iterator
from typing import Any

from marshmallow import ValidationError
from marshmallow.exceptions import SCHEMA

from shared.errors import Fault


def faults_of(error: ValidationError) -> list[Fault]:
    return list(_walk("", error.normalized_messages()))


def _walk(pointer: str, messages: Any) -> Iterator[Fault]:
    if isinstance(messages, dict):
        for name, below in messages.items():
            part = "" if name == SCHEMA else "/" + str(name).replace("~", "~0").replace("/", "~1")
            yield from _walk(pointer + part, below)
    else:
        for message in messages if isinstance(messages, list) else [messages]:
            if isinstance(message, dict):
                yield from _walk(pointer, message)
            else:
                yield Fault(pointer, str(message))
