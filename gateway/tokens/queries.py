"""Reading tokens: whom a token belongs to, and which ones a person has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, select
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
    row = session.execute(_holder_query(), {"digest": digest(token)}).one_or_none()
    if row is None:
        return None
    return Holder(
        token_id=row.id,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked=row.revoked_at is not None or not row.active or row.generation != row.token_generation,
        person_id=row.person_id,
        login=row.login,
        name=row.name,
        unit_id=row.unit_id,
        unit_path=row.unit_path,
        person_path=row.person_path,
        must_change_password=row.must_change_password,
        org_version=row.version,
        access_version=row.access_version,
    )


@lru_cache(maxsize=1)
def _holder_query() -> Select[Any]:
    """Built once: this is asked on every request."""
    who = people.standings()
    columns: list[Any] = [
        AccessToken.id,
        AccessToken.person_id,
        AccessToken.generation,
        AccessToken.expires_at,
        AccessToken.last_used_at,
        AccessToken.revoked_at,
        *(column for column in who.c if column.key != "id"),
        Organisation.version,
        Organisation.access_version,
    ]
    return (
        select(*columns)
        .join(who, who.c.id == AccessToken.person_id)
        .join(Organisation, Organisation.id == THE_ONE)
        .where(AccessToken.token_hash == bindparam("digest"))
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
