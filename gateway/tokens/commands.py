"""Giving tokens out and taking them back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gateway.people import commands as people_commands
from gateway.people import queries as people
from gateway.tokens import queries, rules
from gateway.tokens.model import NOTE_USE_EVERY, AccessToken, SignInAttempts, digest
from shared.actor import Actor
from shared.clock import now
from shared.errors import Refusal


@dataclass(frozen=True)
class NewToken:
    """A token as it is told, once."""

    id: str
    access_token: str
    expires_at: datetime
    must_change_password: bool


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


def sign_in(session: Session, *, login: str, proven_hash: str | None, address: str | None, label: str = "") -> SignIn:
    """Give out a token if `proven_hash` (what the password was found to match) is the person's password still.

    Attempts on one account, and from one address, wait for each other: guessing in parallel gains nothing.
    """
    moment = now()
    account = _attempts(session, f"login {people.login_of(login)}")
    place = _attempts(session, f"address {address}") if address else None
    try:
        rules.ensure_may_try(account.blocked_until, moment)
        rules.ensure_may_try(place.blocked_until if place else None, moment)
    except rules.SignInThrottled as refusal:
        return SignIn(refused=refusal)
    person = people.find_by_login(session, login)
    if person is None or not person.active or proven_hash is None or proven_hash != person.password_hash:
        account.fail(rules.ACCOUNT, moment)
        if place:
            place.fail(rules.ADDRESS, moment)
        return SignIn(refused=rules.SignInFailed("The login or the password is not right."))
    account.succeed()
    _forget_what_is_over(session, person.id, moment)
    return SignIn(given=_issue(session, person.id, person.token_generation, label, person.must_change_password))


def change_own_password(session: Session, actor: Actor, *, proven_hash: str | None, password_hash: str) -> NewToken:
    """Set one's own password. Every earlier token ends; the one given back is the only one that counts."""
    person = people_commands.change_own_password(session, actor, proven_hash=proven_hash, password_hash=password_hash)
    return _issue(session, person.id, person.token_generation, "", person.must_change_password)


def revoke_token(session: Session, actor: Actor, token_id: str) -> None:
    """End one of the caller's own tokens; with the one in use this is signing out."""
    queries.get_own_token(session, actor, token_id).revoke(now())


def note_use(session: Session, token_id: str, last_used_at: datetime | None) -> None:
    """Keep when the token was last used, to ten minutes."""
    session.execute(
        update(AccessToken)
        .where(AccessToken.id == token_id, AccessToken.last_used_at.is_not_distinct_from(last_used_at))
        .values(last_used_at=now())
    )


def is_use_worth_noting(last_used_at: datetime | None) -> bool:
    return last_used_at is None or now() - last_used_at > NOTE_USE_EVERY


def _issue(session: Session, person_id: str, generation: int, label: str, must_change: bool) -> NewToken:
    kept, token = AccessToken.issue(person_id, generation, label, now())
    session.add(kept)
    return NewToken(kept.id, token, kept.expires_at, must_change)


def _attempts(session: Session, subject: str) -> SignInAttempts:
    """The failures of this account or address, locked until the transaction ends."""
    key = digest(subject)
    locked = select(SignInAttempts).where(SignInAttempts.subject == key).with_for_update()
    found = session.scalar(locked.execution_options(populate_existing=True))
    if found is not None:
        return found
    try:
        with session.begin_nested():
            session.execute(insert(SignInAttempts).values(subject=key, failures=0))
    except IntegrityError:
        session.expire_all()  # another attempt was first
    return session.scalars(locked).one()


def _forget_what_is_over(session: Session, person_id: str, moment: datetime) -> None:
    """Old failures and this person's old tokens, so that neither table grows for ever."""
    day_ago = moment - 24 * rules.FORGET_FAILURES_AFTER
    session.execute(delete(SignInAttempts).where(SignInAttempts.last_failed_at < day_ago))
    session.execute(delete(AccessToken).where(AccessToken.person_id == person_id, AccessToken.expires_at < day_ago))
