"""Reading tokens: whom a token belongs to, and which ones a person has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from gateway.people import queries as people
from gateway.persistence import THE_ONE, Organisation
from gateway.sealing import digest
from gateway.tokens.model import AccessToken
from gateway.tokens.rules import Kind, NoSuchToken, TokenUnknown, ensure_valid
from shared.actor import Actor
from shared.clock import now
from shared.persistence.database import Database
from shared.persistence.kept_statements import kept

MOST_LISTED = 200
BEARERS = (Kind.SIGN_IN, Kind.PERSONAL)


@dataclass(frozen=True)
class Holder:
    """Who shows a token, where they stand, and the versions of the organisation this was read at."""

    token_id: str
    kind: str
    scopes: tuple[str, ...] | None
    expires_at: datetime
    last_used_at: datetime | None
    revoked: bool
    idle_at: datetime | None
    person_id: str
    login: str
    name: str
    unit_id: str
    unit_kind: str
    unit_path: str
    person_path: str
    must_change_password: bool
    customer_id: str | None
    org_version: int
    access_version: int


def is_by_password(kind: str) -> bool:
    """Whether a credential of this kind is given to who signs in, and not made for a program."""
    return kind in (Kind.SIGN_IN, Kind.SESSION)


def get_holder(database: Database, token: str, *, by_cookie: bool = False) -> Holder:
    """Who holds this token. Raises `TokenUnknown`, `TokenRevoked`, `TokenExpired` or `SessionIdle`.

    A session counts in its cookie alone, where a page's writes are guarded, and no other token counts there.
    """
    holder = _find_holder(database, token)
    if holder is None or (holder.kind == Kind.SESSION) is not by_cookie:
        raise TokenUnknown("This is no access token of ours.")
    ensure_valid(revoked=holder.revoked, expires_at=holder.expires_at, moment=now(), idle_at=holder.idle_at)
    return holder


def _find_holder(database: Database, token: str) -> Holder | None:
    """One query, by the unique index of the token's digest."""
    rows = database.ask(_holder_query(), {"digest": digest(token)})
    if not rows:
        return None
    row = rows[0]
    return Holder(
        token_id=row.id,
        kind=row.kind,
        scopes=None if row.scopes is None else tuple(row.scopes),
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked=row.revoked_at is not None or not row.active or row.generation != row.token_generation,
        idle_at=_idle_at(row),
        person_id=row.person_id,
        login=row.login,
        name=row.name,
        unit_id=row.unit_id,
        unit_kind=row.unit_kind,
        unit_path=row.unit_path,
        person_path=row.person_path,
        must_change_password=row.must_change_password,
        customer_id=row.customer_id,
        org_version=row.version,
        access_version=row.access_version,
    )


def _idle_at(row: Any) -> datetime | None:
    if row.idle_seconds is None:
        return None
    since: datetime = row.last_used_at or row.created_at
    return since + timedelta(seconds=row.idle_seconds)


@lru_cache(maxsize=1)
def _holder_query() -> Select[Any]:
    """Built once: this is asked on every request."""
    who = people.standings()
    columns: list[Any] = [
        AccessToken.id,
        AccessToken.kind,
        AccessToken.person_id,
        AccessToken.generation,
        AccessToken.scopes,
        AccessToken.idle_seconds,
        AccessToken.created_at,
        AccessToken.expires_at,
        AccessToken.last_used_at,
        AccessToken.revoked_at,
        *(column for column in who.c if column.key not in ("id", "kind")),
        Organisation.version,
        Organisation.access_version,
    ]
    return kept(
        select(*columns)
        .join(who, who.c.id == AccessToken.person_id)
        .join(Organisation, Organisation.id == THE_ONE)
        .where(AccessToken.token_hash == bindparam("digest"))
    )


def list_own_tokens(session: Session, actor: Actor) -> Sequence[AccessToken]:
    """The caller's tokens that still count, the 200 newest, newest first."""
    return _list_live(session, _own(session, actor, BEARERS))


def list_own_personal_tokens(session: Session, actor: Actor) -> Sequence[AccessToken]:
    return _list_live(session, _own(session, actor, (Kind.PERSONAL,)))


def list_own_sessions(session: Session, actor: Actor) -> Sequence[AccessToken]:
    """The caller's open sessions, the 200 newest, newest first."""
    moment = now()
    found = _list_live(session, _own(session, actor, (Kind.SESSION,)))
    return [one for one in found if (idle_at := _idle_at(one)) is None or idle_at > moment]


def list_service_tokens(session: Session, actor: Actor, account_id: str) -> Sequence[AccessToken]:
    """The tokens of a service account within the caller's reach that still count."""
    account = people.get_account(session, actor, account_id)
    return _list_live(session, _live(account.id, account.token_generation, (Kind.SERVICE,)))


def count_live(session: Session, person_id: str, kind: Kind, generation: int) -> int:
    live = _live(person_id, generation, (kind,)).subquery()
    return session.scalar(select(func.count()).select_from(live)) or 0


def get_own_token(session: Session, actor: Actor, token_id: str, *kinds: Kind) -> AccessToken:
    owned = select(AccessToken).where(AccessToken.id == token_id, AccessToken.person_id == actor.user_id)
    token = session.scalar(owned.where(AccessToken.kind.in_(kinds or BEARERS)))
    if token is None or token.revoked_at is not None:
        raise NoSuchToken(f"There is no token {token_id}.")
    return token


def get_own_session(session: Session, actor: Actor, session_id: str | None) -> AccessToken:
    found = find_own_session(session, actor, session_id)
    if found is None or found.revoked_at is not None:
        raise NoSuchToken("There is no such session of yours.")
    return found


def find_own_session(session: Session, actor: Actor, session_id: str | None) -> AccessToken | None:
    owned = select(AccessToken).where(AccessToken.id == session_id, AccessToken.person_id == actor.user_id)
    return session.scalar(owned.where(AccessToken.kind == Kind.SESSION))


def find_oauth_token(session: Session, token: str) -> AccessToken | None:
    """For the client that shows it to have it revoked."""
    shown = select(AccessToken).where(AccessToken.token_hash == digest(token), AccessToken.kind == Kind.OAUTH)
    return session.scalar(shown)


def last_use_of_grants(session: Session, grant_ids: set[str]) -> dict[str, datetime]:
    """When a token of each of these consents was last used, of those that were."""
    used = select(AccessToken.grant_id, func.max(AccessToken.last_used_at).label("at"))
    found = session.execute(used.where(AccessToken.grant_id.in_(grant_ids)).group_by(AccessToken.grant_id))
    return {row.grant_id: row.at for row in found if row.grant_id and row.at}


def get_service_token(session: Session, account_id: str, token_id: str) -> AccessToken:
    """A token of this account; get the account within reach before."""
    owned = select(AccessToken).where(AccessToken.id == token_id, AccessToken.person_id == account_id)
    token = session.scalar(owned.where(AccessToken.kind == Kind.SERVICE))
    if token is None or token.revoked_at is not None:
        raise NoSuchToken(f"There is no token {token_id}.")
    return token


def _own(session: Session, actor: Actor, kinds: Sequence[Kind]) -> Select[AccessToken]:
    return _live(actor.user_id, people.find_oneself(session, actor).token_generation, kinds)


def _live(person_id: str, generation: int, kinds: Sequence[Kind]) -> Select[AccessToken]:
    return select(AccessToken).where(
        AccessToken.person_id == person_id,
        AccessToken.kind.in_(kinds),
        AccessToken.generation == generation,
        AccessToken.revoked_at.is_(None),
        AccessToken.expires_at > now(),
    )


def _list_live(session: Session, rows: Select[AccessToken]) -> Sequence[AccessToken]:
    return session.scalars(rows.order_by(AccessToken.created_at.desc(), AccessToken.id).limit(MOST_LISTED)).all()


def has_signed_in(session: Session, person_id: str) -> bool:
    """Whether the person was ever given a credential that is still on record."""
    return session.scalar(select(AccessToken.id).where(AccessToken.person_id == person_id).limit(1)) is not None
