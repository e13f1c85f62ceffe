"""Opening facts to whom their record is shared with, and closing them again."""

from datetime import date

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from services.reporting.shares.model import ShareMark
from shared.actor import Actor
from shared.clock import now
from shared.contracts.sharing import RecordShared, ShareRevoked
from shared.persistence.platform import Share


def follow_share(
    session: Session, actor: Actor, noun: str, record_id: str, version: int, event: RecordShared | ShareRevoked
) -> None:
    """Take in what a record's event of this version tells of a share."""
    mark = session.get(ShareMark, (record_id, event.grantee_id, event.reason))
    if mark is None:
        mark = ShareMark(record_id=record_id, grantee_id=event.grantee_id, reason=event.reason)
        session.add(mark)
    elif mark.version >= version:
        return
    mark.version = version
    theirs = (Share.record_id == record_id, Share.grantee_id == event.grantee_id, Share.reason == event.reason)
    session.execute(delete(Share).where(*theirs).execution_options(synchronize_session=False))
    if isinstance(event, RecordShared):
        share = {
            "id": event.share_id,
            "noun": noun,
            "record_id": record_id,
            "grantee_id": event.grantee_id,
            "grantee_kind": event.grantee_kind,
            "reason": event.reason,
            "may_write": event.may_write,
            "granted_by": actor.user_id,
            "granted_at": now(),
            "until": None if event.until is None else date.fromisoformat(event.until),
        }
        session.execute(insert(Share.__table__), [share])  # type: ignore[arg-type]


def forget_shares(session: Session, record_id: str) -> None:
    """The record is gone for good."""
    session.execute(delete(Share).where(Share.record_id == record_id).execution_options(synchronize_session=False))
    session.execute(delete(ShareMark).where(ShareMark.record_id == record_id))
