"""How a refusal or a failure crosses the bus: one class on the caller's side, whatever was raised on the other."""

from typing import Any, cast

from nameko.exceptions import serialize

from shared.errors import Fault, Kind, Refusal

Wire = dict[str, Any]


class Refused(Refusal):
    """A refusal as it arrived; `kind` and `code` are those of the refusal that the service raised."""

    def __init__(self, kind: Kind, code: str, detail: str, faults: list[Fault], extra: dict[str, Any]) -> None:
        super().__init__(detail, faults=faults, **extra)
        self.kind = kind  # type: ignore[misc]
        self.code = code  # type: ignore[misc]


class ServiceFailed(Exception):
    """The service failed in a way nobody foresaw. The cause is in its log under the trace id and nowhere else."""


def to_wire(fault: BaseException) -> Wire:
    """Nameko's error members, so that any Nameko client understands them, and ours beside them."""
    if not isinstance(fault, Refusal):
        return cast(Wire, serialize(fault))
    return {
        "exc_type": "Refused",
        "exc_path": f"{Refused.__module__}.Refused",
        "exc_args": [fault.code, fault.detail],
        "value": f"{fault.code}: {fault.detail}",
        "kind": str(fault.kind),
        "code": fault.code,
        "detail": fault.detail,
        "faults": [[place.pointer, place.detail] for place in fault.faults],
        "extra": fault.extra,
    }


def from_wire(error: Wire) -> Exception:
    if "kind" not in error:
        return ServiceFailed(f"{error.get('exc_type')}: {error.get('value')}")
    faults = [Fault(pointer, detail) for pointer, detail in error["faults"]]
    return Refused(Kind(error["kind"]), error["code"], error["detail"], faults, error["extra"])
