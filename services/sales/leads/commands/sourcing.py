"""Where a lead came from: what it names must be there, and in the caller's sight."""

from collections.abc import Callable
from typing import Any

from services.sales.leads import rules
from shared.errors import Kind, Refusal

ASK_SECONDS = 5.0


Ask = Callable[..., Any]
"""Calls a service as the recorder: `ask(service, method, **arguments)`."""


def ensure_source(ask: Ask, *, source_kind: str = rules.BY_HAND, source_id: str | None = None, **_: Any) -> None:
    """Ask the service that keeps the source, as the caller; a campaign that others run counts no leads of ours.

    Raises `SourceIsUnknown`, and `Unavailable` while that service is away.
    """
    if source_id is None:
        return
    service, method, parameter = rules.keeper_of_source(source_kind)
    try:
        ask(service, method, **{parameter: source_id})
    except Refusal as refusal:
        if refusal.kind is not Kind.NOT_FOUND:
            raise
        raise rules.SourceIsUnknown(f"There is no {source_kind} {source_id}.") from None
