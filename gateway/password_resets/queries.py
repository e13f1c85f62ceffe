"""Reading resets: those of people within reach, and the one that a token is of."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from gateway.password_resets import rules
from gateway.password_resets.model import PasswordReset
from gateway.people import queries as people
from gateway.sealing import digest
from shared.actor import Actor
from shared.clock import now
from shared.errors import NotFound


def list_resets(session: Session, actor: Actor) -> Sequence[PasswordReset]:
    """The open resets of people within reach, the 200 newest, newest first."""
    newest = _within_reach(actor).order_by(PasswordReset.created_at.desc(), PasswordReset.id)
    return session.scalars(newest.limit(rules.MOST_LISTED)).all()


def get_reset(session: Session, actor: Actor, reset_id: str) -> PasswordReset:
    """An open reset of somebody within reach, locked until the transaction ends."""
    wanted = _within_reach(actor).where(PasswordReset.id == reset_id).with_for_update(of=PasswordReset)
    found = session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(f"There is no open password reset {reset_id}.")
    return found


def find_by_token(session: Session, token: str) -> PasswordReset | None:
    """For whoever shows the token, locked until the transaction ends."""
    wanted = select(PasswordReset).where(PasswordReset.token_hash == digest(token)).with_for_update()
    return session.scalar(wanted.execution_options(populate_existing=True))


def _within_reach(actor: Actor) -> Select[PasswordReset]:
    mine = people.ids_within(actor, actor.reaches)
    still = select(PasswordReset).options(joinedload(PasswordReset.person))
    return still.where(
        PasswordReset.person_id.in_(mine), PasswordReset.used_at.is_(None), PasswordReset.expires_at > now()
    )
