"""The bytes of a call and of its answer: Nameko's JSON, written and read by orjson."""

from collections.abc import Mapping
from typing import Any

import orjson
from nameko.exceptions import MalformedRequest, UnserializableValueError

from shared.bus.refused import from_wire, to_wire

JSON = "application/json"
_HEAD = b'{"result":'
_TAIL = b',"error":null}'


class Reply:
    """An answer. `body` is the JSON of the result, for those who only pass it on; `result` is that, read."""

    def __init__(self, whole: bytes, headers: Mapping[str, Any]) -> None:
        self.headers = dict(headers)
        if whole.startswith(_HEAD) and whole.endswith(_TAIL):
            self.body = whole[len(_HEAD) : -len(_TAIL)]
        else:
            self.body = _unwrap(whole)

    @property
    def result(self) -> Any:
        return orjson.loads(self.body)


def encode_call(kwargs: Mapping[str, Any]) -> bytes:
    return orjson.dumps({"args": [], "kwargs": kwargs})


def decode_call(body: bytes | str) -> tuple[list[Any], dict[str, Any]]:
    """Raise `MalformedRequest` when these are not the arguments of a call."""
    try:
        message = orjson.loads(body)
        args, kwargs = message["args"], message["kwargs"]
    except (ValueError, KeyError, TypeError) as fault:
        raise MalformedRequest("The message carries no `args` and `kwargs`.") from fault
    if not isinstance(args, list) or not isinstance(kwargs, dict):
        raise MalformedRequest("`args` must be a list and `kwargs` an object.")
    return args, kwargs


def encode_result(result: Any) -> bytes:
    """Raise `UnserializableValueError` for what JSON cannot say."""
    try:
        return _HEAD + orjson.dumps(result) + _TAIL
    except TypeError as fault:
        raise UnserializableValueError(result) from fault


def encode_fault(fault: BaseException) -> bytes:
    return orjson.dumps({"result": None, "error": to_wire(fault)}, default=str)


def _unwrap(whole: bytes) -> bytes:
    """The result of an answer in any other layout of the same JSON; its error is raised."""
    message = orjson.loads(whole)
    if message.get("error"):
        raise from_wire(message["error"])
    return orjson.dumps(message.get("result"))
