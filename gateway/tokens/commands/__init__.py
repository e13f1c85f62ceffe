"""Giving credentials out and taking them back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from gateway.people import commands as people_commands
from gateway.tokens import queries, rules
from gateway.tokens.commands.signing_in import Attempt, let_in
from gateway.tokens.model import NOTE_USE_EVERY, AccessToken, Wanted
from gateway.tokens.rules import Kind
from shared.actor import Actor
from shared.clock import now
from shared.errors import Refusal

KEPT_AFTER_THE_END = timedelta(days=1)


@dataclass(frozen=True)
class NewToken:
    """A token as it is told, once."""

    id: str
    access_token: str
    expires_at: datetime
    must_change_password: bool = False


@dataclass(frozen=True)
class SignIn:
    """How an attempt ended. A failure must be saved, so it is no exception until the transaction is over."""

    given: NewToken | None = None
    refused: Refusal | None = None

    def token(self) -> NewToken:
        """The token, or raise why there is none."""
        if self.refused is not None:
            raise self.refused
        assert self.given is not None
        return self.given


def sign_in(session: Session, attempt: Attempt, *, secret: str) -> SignIn:
    """Give out a token to who proves to be the person. `secret` is the installation's."""
    return _given_to_whoever_is_let_in(session, attempt, secret, Kind.SIGN_IN, rules.TOKEN_LIFETIME)


def open_session(session: Session, attempt: Attempt, *, secret: str) -> SignIn:
    """As `sign_in`, with a session, which ends earlier if nobody uses it."""
    idle = int(rules.SESSION_IDLE.total_seconds())
    kept = {"idle_seconds": idle, "address": attempt.address}
    return _given_to_whoever_is_let_in(session, attempt, secret, Kind.SESSION, rules.SESSION_LIFETIME, **kept)


def _given_to_whoever_is_let_in(
    session: Session, attempt: Attempt, secret: str, kind: Kind, lifetime: timedelta, **kept: Any
) -> SignIn:
    moment = now()
    who = let_in(session, attempt, secret, moment)
    if isinstance(who, Refusal):
        return SignIn(refused=who)
    _forget_what_is_over(session, who.person_id, moment)
    wanted = Wanted(kind, who.person_id, who.generation, moment + lifetime, label=attempt.label, **kept)
    return SignIn(given=issue(session, wanted, must_change_password=who.must_change_password))


def change_own_password(session: Session, actor: Actor, *, proven_hash: str | None, password_hash: str) -> NewToken:
    """Set one's own password. Every earlier token ends, but for the session that asks; the one given back counts."""
    person = people_commands.change_own_password(session, actor, proven_hash=proven_hash, password_hash=password_hash)
    asking = queries.find_own_session(session, actor, actor.credential_id)
    if asking is not None:
        asking.outlive(person.token_generation)
    wanted = Wanted(Kind.SIGN_IN, person.id, person.token_generation, now() + rules.TOKEN_LIFETIME)
    return issue(session, wanted, must_change_password=person.must_change_password)


def revoke_token(session: Session, actor: Actor, token_id: str) -> None:
    """End one of the caller's own tokens; with the one in use this is signing out."""
    queries.get_own_token(session, actor, token_id).revoke(now())


def end_session(session: Session, actor: Actor, session_id: str | None) -> None:
    """End one of the caller's own sessions; with the one in use this is signing out."""
    queries.get_own_session(session, actor, session_id).revoke(now())


def issue_for_client(
    session: Session,
    person_id: str,
    generation: int,
    expires_at: datetime,
    *,
    label: str,
    scopes: list[str],
    grant_id: str,
) -> NewToken:
    """A token by which a program acts for a person, or as its own account."""
    _forget_what_is_over(session, person_id, now())
    wanted = Wanted(Kind.OAUTH, person_id, generation, expires_at, label=label, scopes=scopes, grant_id=grant_id)
    return issue(session, wanted)


def revoke_of_grant(session: Session, grant_id: str) -> None:
    """End every token that came of a consent, or that a client has as itself."""
    live = update(AccessToken).where(AccessToken.grant_id == grant_id, AccessToken.revoked_at.is_(None))
    session.execute(live.values(revoked_at=now()))


def revoke_by_id(session: Session, token_id: str) -> None:
    """End one token, for the program that showed it."""
    session.execute(update(AccessToken).where(AccessToken.id == token_id).values(revoked_at=now()))


def note_use(session: Session, token_id: str, last_used_at: datetime | None) -> None:
    """Keep when the token was last used, to ten minutes."""
    session.execute(
        update(AccessToken)
        .where(AccessToken.id == token_id, AccessToken.last_used_at.is_not_distinct_from(last_used_at))
        .values(last_used_at=now())
    )


def is_use_worth_noting(last_used_at: datetime | None) -> bool:
    return last_used_at is None or now() - last_used_at > NOTE_USE_EVERY


def issue(session: Session, wanted: Wanted, *, must_change_password: bool = False) -> NewToken:
    kept, token = AccessToken.issue(wanted, now())
    session.add(kept)
    return NewToken(kept.id, token, kept.expires_at, must_change_password)


def _forget_what_is_over(session: Session, person_id: str, moment: datetime) -> None:
    """This person's old credentials, so that the table does not grow for ever."""
    over = delete(AccessToken).where(AccessToken.person_id == person_id)
    session.execute(over.where(AccessToken.expires_at < moment - KEPT_AFTER_THE_END))
