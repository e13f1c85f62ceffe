"""Loading the customers of campaigns from a file: all that its rows name is looked up at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from services.marketing.campaigns.queries import campaign_ids_by_external_id
from services.marketing.customers.queries import customer_ids_by_external_id
from services.marketing.members import commands, queries, rules
from services.marketing.members.model import Member
from shared.actor import Actor
from shared.importing import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Form,
    ReadRow,
    ReferenceIsUnknown,
    RowIsThereAlready,
    RowResult,
    different,
    ensure_as_it_is,
    ensure_mode,
    named,
    take_rows,
)

_SAID_ONCE = ("campaign_external_id", "customer_external_id")


@dataclass(frozen=True)
class _Keys:
    """What the keys in the rows of one batch stand for. `made` are those that an earlier row of it stood for."""

    known: dict[str, Member]
    taken: set[str]
    campaigns: dict[str, str]
    customers: dict[str, str]
    made: set[str] = field(default_factory=set)


def import_members(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """By external id; what a row does not mention stays as it is."""
    external_ids = named(rows, "external_id")
    keys = _Keys(
        known=queries.members_by_external_id(session, actor, external_ids),
        taken=queries.external_ids_taken(session, external_ids),
        campaigns=campaign_ids_by_external_id(session, actor, named(rows, "campaign_external_id")),
        customers=customer_ids_by_external_id(session, actor, named(rows, "customer_external_id")),
    )
    return take_rows(session, rows, lambda form: _take(session, actor, mode, keys, form))


def _take(session: Session, actor: Actor, mode: str, keys: _Keys, form: Form) -> RowResult:
    key = form["external_id"]
    if key in keys.made:
        raise RowIsThereAlready(f"{key} stands in an earlier row too.")
    member = keys.known.get(key)
    ensure_mode(mode, key, member is not None)
    noted = {name: form[name] for name in ("note",) if name in form}
    if member is not None:
        return _change(session, actor, member, form, noted)
    if key in keys.taken:
        raise rules.MemberExternalIdIsTaken(f"{key} stands for a record out of your reach.")
    campaign_id = _found(keys.campaigns, form["campaign_external_id"], "campaign")
    customer_id = _found(keys.customers, form["customer_external_id"], "customer")
    made = commands.invite_customer(session, actor, campaign_id, customer_id, external_id=key, **noted)
    keys.made.add(key)
    return RowResult(CREATED, made.id)


def _change(session: Session, actor: Actor, member: Member, form: Form, noted: Form) -> RowResult:
    ensure_as_it_is(member, {name: form[name] for name in _SAID_ONCE})
    changed = different(member, noted)
    if not changed:
        return RowResult(UNCHANGED, member.id)
    commands.change_member(session, actor, member.id, **changed)
    return RowResult(UPDATED, member.id)


def _found(known: dict[str, str], key: str | None, what: str) -> str:
    if key is None or key not in known:
        raise ReferenceIsUnknown(f"There is no {what} {key or 'without a key'} within your reach.")
    return known[key]
