"""Tokens that people make for programs: named, narrowed, ending on a day, told once."""

from datetime import datetime

from sqlalchemy.orm import Session

from gateway.people import queries as people
from gateway.people.commands import credentials
from gateway.tokens import queries, rules
from gateway.tokens.commands import NewToken, issue
from gateway.tokens.model import AccessToken, Wanted
from gateway.tokens.rules import Kind
from shared.actor import Actor
from shared.clock import now
from shared.contracts.gateway.people import PersonTokenMade, PersonTokenNarrowed, PersonTokenRevoked
from shared.contracts.rights import all_rights


def create_personal_token(
    session: Session, actor: Actor, *, label: str, scopes: list[str], expires_at: datetime
) -> NewToken:
    """Make a token that may do what its maker may, as far as `scopes` let it."""
    moment = now()
    rules.ensure_lifetime(expires_at, moment)
    rules.ensure_scope(scopes, all_rights())
    person = credentials.lock_oneself(session, actor)
    rules.ensure_room_for_personal(queries.count_live(session, person.id, Kind.PERSONAL, person.token_generation))
    wanted = Wanted(Kind.PERSONAL, person.id, person.token_generation, expires_at, label=label, scopes=scopes)
    given = issue(session, wanted)
    credentials.tell_of_token(session, actor, person, PersonTokenMade, given.id, label, scopes)
    return given


def narrow_personal_token(session: Session, actor: Actor, token_id: str, *, scopes: list[str]) -> AccessToken:
    """Let the token do less from its next call on."""
    rules.ensure_scope(scopes, all_rights())
    person = credentials.lock_oneself(session, actor)
    token = queries.get_own_token(session, actor, token_id, Kind.PERSONAL)
    token.narrow(scopes)
    credentials.tell_of_token(session, actor, person, PersonTokenNarrowed, token.id, token.label, scopes)
    return token


def revoke_personal_token(session: Session, actor: Actor, token_id: str) -> None:
    person = credentials.lock_oneself(session, actor)
    token = queries.get_own_token(session, actor, token_id, Kind.PERSONAL)
    token.revoke(now())
    credentials.tell_of_token(session, actor, person, PersonTokenRevoked, token.id, token.label, token.scopes)


def create_service_token(
    session: Session, actor: Actor, account_id: str, *, label: str, scopes: list[str], expires_at: datetime
) -> NewToken:
    """Make a token for a service account. Whoever does it must hold all that the account holds."""
    moment = now()
    rules.ensure_lifetime(expires_at, moment)
    rules.ensure_scope(scopes, all_rights())
    account = credentials.lock_account(session, actor, account_id)
    rules.ensure_room_for_service(queries.count_live(session, account.id, Kind.SERVICE, account.token_generation))
    wanted = Wanted(Kind.SERVICE, account.id, account.token_generation, expires_at, label=label, scopes=scopes)
    given = issue(session, wanted)
    credentials.tell_of_token(session, actor, account, PersonTokenMade, given.id, label, scopes)
    return given


def rotate_service_token(
    session: Session, actor: Actor, account_id: str, token_id: str, *, expires_at: datetime
) -> NewToken:
    """A second token with the first one's label and scopes; the first goes on until it ends or is revoked."""
    people.get_account(session, actor, account_id)
    token = queries.get_service_token(session, account_id, token_id)
    scopes = list(token.scopes or ())
    return create_service_token(session, actor, account_id, label=token.label, scopes=scopes, expires_at=expires_at)


def narrow_service_token(
    session: Session, actor: Actor, account_id: str, token_id: str, *, scopes: list[str]
) -> AccessToken:
    rules.ensure_scope(scopes, all_rights())
    account = credentials.lock_account(session, actor, account_id)
    token = queries.get_service_token(session, account.id, token_id)
    token.narrow(scopes)
    credentials.tell_of_token(session, actor, account, PersonTokenNarrowed, token.id, token.label, scopes)
    return token


def revoke_service_token(session: Session, actor: Actor, account_id: str, token_id: str) -> None:
    account = credentials.lock_account(session, actor, account_id)
    token = queries.get_service_token(session, account.id, token_id)
    token.revoke(now())
    credentials.tell_of_token(session, actor, account, PersonTokenRevoked, token.id, token.label, token.scopes)
