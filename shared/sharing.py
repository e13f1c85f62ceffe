"""Opening one record to one person or unit more, and closing it again; each noun says for itself that it happened."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from shared.actor import Actor
from shared.clock import now, today
from shared.contracts.events import Changes
from shared.contracts.sharing import BY_HAND, FOR_WRITING, READ_ONLY
from shared.errors import Conflict, NotFound, RuleBroken
from shared.ids import new_id
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica, Share
from shared.persistence.records import OwnedRecord
from shared.visible import noun_of

MOST_SHARES = 200
"""Of one record: all of them are listed at once, and may be named in an event."""


class GranteeIsUnknown(RuleBroken):
    """A record is shared with somebody who works here, or with a unit that is open."""

    code = "share_grantee_unknown"


class SharedTooWidely(Conflict):
    """A record open to so many is better given to a unit."""

    code = "too_many_shares"


class OwnerNeedsNoShare(RuleBroken):
    """Whoever owns a record sees it without a share."""

    code = "share_with_owner"


class ShareIsOver(RuleBroken):
    """A share ends today at the earliest."""

    code = "share_until_past"


@dataclass(frozen=True)
class Opening:
    """A share as it is shown."""

    id: str
    person_id: str | None
    org_unit_id: str | None
    access: str
    until: date | None
    granted_by: str
    granted_at: datetime


def open_record(
    session: Session,
    actor: Actor,
    record: OwnedRecord,
    *,
    person_id: str | None = None,
    org_unit_id: str | None = None,
    access: str = READ_ONLY,
    until: date | None = None,
    reason: str = BY_HAND,
) -> Share:
    """Let exactly this person, or this unit and those below it, in. Sharing again for the same reason changes what the
    share allows.

    The caller has got the record by `get_within_reach`, and announces it. Raises `ShareIsOver`, `GranteeIsUnknown`,
    `OwnerNeedsNoShare` or `SharedTooWidely`.
    """
    ensure_share_lasts(until, today())
    grantee_id = _known_grantee(session, record, person_id, org_unit_id)
    share = session.scalar(_share_with(record, grantee_id, reason))
    if share is None:
        others = select(func.count()).select_from(Share).where(Share.record_id == record.id)
        ensure_room_for_a_share(session.scalars(others).one())
        noun = noun_of(type(record))
        share = Share(id=new_id(), noun=noun, record_id=record.id, grantee_id=grantee_id, reason=reason)
        session.add(share)
    share.grantee_kind = "person" if person_id else "unit"
    share.may_write, share.until = access == FOR_WRITING, until
    share.granted_by, share.granted_at = actor.user_id, now()
    return share


def close_record(session: Session, record: OwnedRecord, share_id: str) -> Share:
    """Revoke a share of a record that the caller has got by `get_within_reach`, and announces. Raises `NotFound`, also
    for one that was not made by hand: it ends with its reason.
    """
    by_hand = (Share.record_id == record.id, Share.reason == BY_HAND)
    share = session.scalar(select(Share).where(*by_hand, Share.id == share_id))
    if share is None:
        raise NotFound(f"This {noun_of(type(record))} has no share {share_id}.")
    session.delete(share)
    return share


def withdraw_record(session: Session, record: OwnedRecord, grantee_id: str, reason: str) -> Share:
    """End the share that stands for a reason which is gone. What the grantee has for another reason stays."""
    share = session.scalars(_share_with(record, grantee_id, reason)).one()
    session.delete(share)
    return share


def openings_of(session: Session, record: OwnedRecord) -> dict[str, list[Opening]]:
    """With whom somebody shared a record that the caller has got by `get_visible`. What opens it for another reason is
    shown where that reason is.
    """
    by_hand = select(Share).where(Share.record_id == record.id, Share.reason == BY_HAND)
    shares = session.scalars(by_hand.order_by(Share.id).limit(MOST_SHARES))
    return {"data": [opening(share) for share in shares]}


def opening(share: Share) -> Opening:
    to_person = share.grantee_kind == "person"
    return Opening(
        id=share.id,
        person_id=share.grantee_id if to_person else None,
        org_unit_id=None if to_person else share.grantee_id,
        access=FOR_WRITING if share.may_write else READ_ONLY,
        until=share.until,
        granted_by=share.granted_by,
        granted_at=share.granted_at,
    )


def opened_to(share: Share) -> Changes:
    """What the history of the record says of a new or changed share."""
    return {"shared_with": {"before": None, "after": share.grantee_id}}


def closed_to(share: Share) -> Changes:
    """What the history of the record says of a revoked share."""
    return {"shared_with": {"before": share.grantee_id, "after": None}}


def told_of_opening(share: Share) -> dict[str, Any]:
    """What `RecordShared` says beside the record."""
    until = None if share.until is None else share.until.isoformat()
    return {**told_of_closing(share), "may_write": share.may_write, "until": until}


def told_of_closing(share: Share) -> dict[str, Any]:
    """What `ShareRevoked` says beside the record."""
    return {"share_id": share.id, "grantee_id": share.grantee_id, "grantee_kind": share.grantee_kind}


def ensure_share_lasts(until: date | None, on: date) -> None:
    if until is not None and until < on:
        raise ShareIsOver(f"The share would have ended on {until}.")


def ensure_room_for_a_share(count: int) -> None:
    if count >= MOST_SHARES:
        raise SharedTooWidely(f"A record is shared at most {MOST_SHARES} times; revoke some, or share it with a unit.")


def _share_with(record: OwnedRecord, grantee_id: str, reason: str) -> Select[Share]:
    whose = (Share.record_id == record.id, Share.grantee_id == grantee_id)
    return select(Share).where(*whose, Share.reason == reason)


def _known_grantee(session: Session, record: OwnedRecord, person_id: str | None, org_unit_id: str | None) -> str:
    if person_id is not None:
        person = session.scalar(select(OrgPersonReplica).where(OrgPersonReplica.id == person_id))
        if person is None or not person.active:
            raise GranteeIsUnknown(f"There is nobody {person_id} here to share with.")
        if person.id == record.owner_id:
            raise OwnerNeedsNoShare(f"The owner has this {noun_of(type(record))} already.")
        return person.id
    unit = session.scalar(select(OrgUnitReplica).where(OrgUnitReplica.id == org_unit_id))
    if unit is None or unit.closed:
        raise GranteeIsUnknown(f"There is no open unit {org_unit_id} to share with.")
    return unit.id
