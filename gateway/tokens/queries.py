"""Reading tokens: whom a token belongs to, and which ones a person has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.people import queries as people
from gateway.persistence import THE_ONE, Organisation
from gateway.tokens.model import AccessToken, digest
from gateway.tokens.rules import NoSuchToken, TokenUnknown, ensure_valid
from shared.actor import Actor
from shared.clock import now


@dataclass(frozen=True)
class Holder:
    """Who shows a token, where they stand, and the versions of the organisation this was read at."""

    token_id: str
    expires_at: datetime
    last_used_at: datetime | None
    revoked: bool
    person_id: str
    login: str
    name: str
    unit_id: str
    unit_path: str
    person_path: str
    must_change_password: bool
    org_version: int
    access_version: int


def get_holder(session: Session, token: str) -> Holder:
    """Who holds this token. Raises `TokenUnknown`, `TokenRevoked` or `TokenExpired`."""
    holder = _find_holder(session, token)
    if holder is None:
        raise TokenUnknown("This is no access token of ours.")
    ensure_valid(revoked=holder.revoked, expires_at=holder.expires_at, moment=now())
    return holder


def _find_holder(session: Session, token: str) -> Holder | None:
    """One query, by the unique index of the token's digest."""
    who = people.standings()
    columns: list[Any] = [AccessToken, who, Organisation.version, Organisation.access_version]
    found = (
        select(*columns)
        .join(who, who.c.id == AccessToken.person_id)
        .join(Organisation, Organisation.id == THE_ONE)
        .where(AccessToken.token_hash == digest(token))
    )
    row = session.execute(found).one_or_none()
    if row is None:
        return None
    kept: AccessToken = row[0]
    return Holder(
        token_id=kept.id,
        expires_at=kept.expires_at,
        last_used_at=kept.last_used_at,
        revoked=kept.revoked_at is not None or not row.active or kept.generation != row.token_generation,
        person_id=kept.person_id,
        login=row.login,
        name=row.name,
        unit_id=row.unit_id,
        unit_path=row.unit_path,
        person_path=row.person_path,
        must_change_password=row.must_change_password,
        org_version=row.version,
        access_version=row.access_version,
    )


def list_own_tokens(session: Session, actor: Actor) -> Sequence[AccessToken]:
    """The caller's tokens that still count, newest first."""
    generation = people.find_oneself(session, actor).token_generation
    valid = select(AccessToken).where(
        AccessToken.person_id == actor.user_id,
        AccessToken.generation == generation,
        AccessToken.revoked_at.is_(None),
        AccessToken.expires_at > now(),
    )
    return session.scalars(valid.order_by(AccessToken.created_at.desc(), AccessToken.id)).all()


def get_own_token(session: Session, actor: Actor, token_id: str) -> AccessToken:
    owned = select(AccessToken).where(AccessToken.id == token_id, AccessToken.person_id == actor.user_id)
    token = session.scalar(owned)
    if token is None or token.revoked_at is not None:
        raise NoSuchToken(f"There is no token {token_id}.")
    return token
