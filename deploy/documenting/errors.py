"""The catalogue of errors, made from the refusals that the code can raise."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from types import ModuleType

import orjson

import gateway
import services
import shared
from gateway.http.problems import OWN_PROBLEMS, status_of
from gateway.http.titles import ENGLISH, next_step, title_of
from shared.errors import Refusal


class RefusalWithoutMeaning(Exception):
    """A refusal says by its docstring what it means; the catalogue is made of these sentences."""


@dataclass(frozen=True)
class Entry:
    """One code: the status it comes with, and what it means. `raised_by` says which parts of the house raise it."""

    code: str
    status: int
    meaning: str
    raised_by: tuple[str, ...]


def find_errors() -> list[Entry]:
    """Every code, by code. Raises `RefusalWithoutMeaning`, naming all classes that lack a docstring."""
    _import_everything()
    found: dict[str, list[type[Refusal]]] = {}
    for kind in sorted(_heirs(Refusal), key=lambda kind: (kind.__module__, kind.__qualname__)):
        if kind.__module__.split(".")[0] in ("gateway", "services", "shared") and not is_passed_on(kind):
            found.setdefault(kind.code, []).append(kind)
    silent = [
        f"{kind.__module__}.{kind.__name__}" for kinds in found.values() for kind in kinds if not _own_words(kind)
    ]
    if silent:
        raise RefusalWithoutMeaning(f"no docstring: {', '.join(sorted(silent))}")
    entries = [_entry(kinds) for kinds in found.values()]
    own = [Entry(code, status, meaning, ("gateway",)) for code, (status, meaning) in OWN_PROBLEMS.items()]
    return sorted([*entries, *own], key=lambda entry: entry.code)


def is_passed_on(kind: type[Refusal]) -> bool:
    """The bus carries refusals of others in a class of its own, whose code is the carried one's."""
    return kind.__module__ == "shared.bus.refused"


def errors_data(entries: list[Entry]) -> str:
    """What the gateway serves; it may not import the services that raise them."""
    return orjson.dumps([asdict(entry) for entry in entries], option=orjson.OPT_INDENT_2).decode() + "\n"


def errors_page(entries: list[Entry]) -> str:
    sections = [_HEAD]
    for status in sorted({entry.status for entry in entries}):
        sections.append(f"## {status} {title_of(status, ENGLISH)}\n\n{next_step(status, ENGLISH)}\n")
        rows = [f"| `{one.code}` | {one.meaning} |" for one in entries if one.status == status]
        sections.append("\n".join(["| code | means |", "|---|---|", *rows]) + "\n")
    return "\n".join(sections)


_HEAD = """# Errors

Made from the code by `./tenon docs`; change the refusals, not this page.

Every refusal is `application/problem+json` (RFC 9457). Act on `code`, which stays; show `detail`, whose wording may
change. `type` is the address of the code's own page, `/v1/errors/<code>`; `errors[]` says where in the request
something is wrong; `trace_id` finds the request in the log.
"""


def _entry(kinds: list[type[Refusal]]) -> Entry:
    first = kinds[0]
    parts = sorted({_part(kind) for kind in kinds})
    return Entry(first.code, status_of(first.kind, first.code), " ".join(_own_words(first).split()), tuple(parts))


def _part(kind: type[Refusal]) -> str:
    parts = kind.__module__.split(".")
    return parts[1] if parts[0] == "services" else parts[0]


def _own_words(kind: type[Refusal]) -> str:
    return (vars(kind).get("__doc__") or "").strip()


def _heirs(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    seen: dict[type[Refusal], None] = {}
    waiting = list(kind.__subclasses__())
    while waiting:
        heir = waiting.pop(0)
        if heir not in seen:
            seen[heir] = None
            waiting += heir.__subclasses__()
    return iter(seen)


def _import_everything() -> None:
    packages: tuple[ModuleType, ...] = (shared, gateway, services)
    for package in packages:
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in found.name:
                importlib.import_module(found.name)
