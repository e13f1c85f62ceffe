"""Reading a request's body: its size, type, form and depth. What the fields mean is the service's to judge."""

from base64 import b64encode
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

import orjson
from flask import Request

from shared.contracts.payload import Payload
from shared.errors import Fault, Kind, Malformed, Refusal

DEEPEST_BODY = 32
MOST_FIELDS = 50
FORM = "application/x-www-form-urlencoded"
_TYPES = frozenset({"application/json", "application/merge-patch+json"})


class BodyTooLarge(Refusal):
    """The body is larger than this operation takes."""

    kind = Kind.TOO_LARGE
    code = "body_too_large"


class UnsupportedType(Refusal):
    """The body is of a type that this operation does not take."""

    kind = Kind.UNSUPPORTED
    code = "unsupported_type"


class MalformedJson(Malformed):
    """The body is not the JSON object that this operation takes."""

    code = "malformed_json"


def read_body(request: Request, largest: int) -> bytes:
    """The whole body, at most `largest` bytes, whatever the request says its length is."""
    too_large = BodyTooLarge(f"A body here has at most {largest} bytes.", largest_body=largest)
    if (request.content_length or 0) > largest:
        raise too_large
    # Werkzeug cuts a body of unknown length off at its maximum without a word: one byte more shows it.
    request.max_content_length = largest + 1
    body = request.get_data(cache=False)
    if len(body) > largest:
        raise too_large
    return body


def json_object(body: bytes, content_type: str | None, encoding: str | None = None) -> Payload:
    """The body as a JSON object; nothing at all is an empty one."""
    if not body:
        return {}
    _ensure_type(content_type, encoding, _TYPES, "application/json")
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError as fault:
        raise MalformedJson(
            f"The body is no JSON: {fault.msg} at line {fault.lineno}, column {fault.colno}."
        ) from fault
    if not isinstance(content, dict):
        raise MalformedJson("The body is not a JSON object.", faults=[Fault("", "is not an object")])
    _refuse_odd_content(content)
    return content


def file_content(body: bytes, content_type: str | None, encoding: str | None, accepted: Iterable[str]) -> str:
    """A file that is the body itself, in base64, as it can travel in a call."""
    kinds = frozenset(accepted)
    _ensure_type(content_type, encoding, kinds, " or ".join(sorted(kinds)))
    if not body:
        raise Malformed("The body is empty; send the file as the body.")
    return b64encode(body).decode("ascii")


def form_fields(body: bytes, content_type: str | None, encoding: str | None = None) -> dict[str, str]:
    """The body as the fields of a form, each given once."""
    _ensure_type(content_type, encoding, frozenset({FORM}), FORM)
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=False, strict_parsing=bool(body), max_num_fields=MOST_FIELDS)
    except ValueError as fault:
        raise Malformed("The body is no form.") from fault
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Malformed("A field is given more than once.")
    if "\x00" in "".join([*fields, *fields.values()]):
        raise Malformed("A field holds the NUL character.")
    return fields


def _ensure_type(content_type: str | None, encoding: str | None, accepted: frozenset[str], said: str) -> None:
    if encoding and encoding.lower() != "identity":
        raise UnsupportedType("Send the body uncompressed.", accepted=sorted(accepted))
    if (content_type or "").partition(";")[0].strip().lower() not in accepted:
        raise UnsupportedType(f"Send {said}.", accepted=sorted(accepted))


def _refuse_odd_content(content: Payload) -> None:
    """Depth that no schema has, and the character that no database keeps."""
    level: list[Any] = [content]
    for _depth in range(DEEPEST_BODY):
        level = [child for node in level for child in _children(node)]
        if not level:
            return
    raise MalformedJson(f"The body is nested more than {DEEPEST_BODY} levels deep.")


def _children(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return [*node.keys(), *node.values()]
    if isinstance(node, list):
        return node
    if isinstance(node, str) and "\x00" in node:
        raise MalformedJson("A text holds the NUL character, which cannot be kept.")
    return []
