"""Loading plans from a file: what is there is found for all rows at once, what changes goes by itself."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.messaging.plans import commands, queries, rules
from services.messaging.plans.model import Plan
from shared.actor import Actor
from shared.custom_rows import custom_of_row, would_change_custom
from shared.importing import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Form,
    ReadRow,
    RowIsThereAlready,
    RowResult,
    different,
    ensure_as_it_is,
    ensure_mode,
    named,
    take_rows,
)

_SAID_ONCE = ("kind", "starts_on", "deadline")


def import_plans(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """By external id, each a plan of the caller's own when it is new; what a row does not mention stays as it is."""
    external_ids = named(rows, "external_id")
    known = queries.plans_by_external_id(session, actor, external_ids)
    taken = queries.external_ids_taken(session, external_ids) - known.keys()
    made: set[str] = set()

    def take(form: Form) -> RowResult:
        key, fields = form["external_id"], dict(form)
        if key in made:
            raise RowIsThereAlready(f"{key} stands in an earlier row too.")
        ensure_mode(mode, key, key in known)
        if key in taken:
            raise rules.PlanExternalIdIsTaken(f"{key} stands for a record out of your reach.")
        if "custom" in fields:
            fields["custom"] = custom_of_row(session, Plan.entity, fields["custom"])
        if key not in known:
            plan = commands.create_plan(session, actor, **fields)
            made.add(key)
            return RowResult(CREATED, plan.id)
        return _change(session, actor, known[key], fields)

    return take_rows(session, rows, take)


def _change(session: Session, actor: Actor, plan: Plan, fields: Form) -> RowResult:
    ensure_as_it_is(plan, {name: fields[name] for name in _SAID_ONCE if name in fields})
    apart = (*_SAID_ONCE, "items", "custom")
    changed = different(plan, {name: value for name, value in fields.items() if name not in apart})
    if _items(fields["items"]) != [(item.text, item.due_on) for item in plan.items]:
        changed["items"] = fields["items"]
    if would_change_custom(session, plan, fields.get("custom")):
        changed["custom"] = fields["custom"]
    if not changed:
        return RowResult(UNCHANGED, plan.id)
    commands.change_plan(session, actor, plan.id, **changed)
    return RowResult(UPDATED, plan.id)


def _items(told: Sequence[dict[str, Any]]) -> list[tuple[Any, Any]]:
    return [(item["text"], item.get("due_on")) for item in told]
