"""Asking for a reset, handing it over, and setting a password by it."""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import delete
from sqlalchemy.orm import Session

from gateway.password_resets import queries, rules
from gateway.password_resets.model import PasswordReset, new_token
from gateway.people import queries as people
from gateway.people.commands import credentials
from gateway.sealing import seal, unseal
from gateway.sign_in_attempts.commands import attempts_on
from shared.actor import Actor
from shared.clock import now
from shared.errors import Refusal

PURPOSE = "password reset"


class Delivery(Protocol):
    """How a reset's token reaches the person."""

    def deliver(self, reset: PasswordReset, token: str) -> None: ...


@dataclass(frozen=True)
class KeptForAnAdministrator:
    """Until there is mail: the token is kept, encrypted, until somebody in charge of the person reads it once."""

    secret: str

    def deliver(self, reset: PasswordReset, token: str) -> None:
        reset.keep(seal(token, self.secret, PURPOSE))


@dataclass(frozen=True)
class Redeemed:
    """How it ended to show a token. A failure must be saved, so it is no exception until the transaction is over."""

    refused: Refusal | None = None

    def ensure(self) -> None:
        if self.refused is not None:
            raise self.refused


def ask(session: Session, login: str, delivery: Delivery) -> None:
    """Begin a reset. Whether the login exists shows neither in the answer nor in how long it takes."""
    moment = now()
    person_id = people.find_open_to_reset(session, login)
    session.execute(delete(PasswordReset).where(PasswordReset.expires_at < moment))
    # What waits already is replaced. What was handed over stays: whoever knows the login could end it otherwise.
    waiting = delete(PasswordReset).where(PasswordReset.person_id == person_id)
    session.execute(waiting.where(PasswordReset.sealed_token.is_not(None)))
    token = new_token()
    reset = PasswordReset.ask(person_id, token, moment)
    delivery.deliver(reset, token)
    session.add(reset)
    session.flush()


def hand_over(session: Session, actor: Actor, reset_id: str, secret: str) -> str:
    """The token of a reset, once, to somebody who holds all that the person holds: it is a way to all of that."""
    reset = queries.get_reset(session, actor, reset_id)
    credentials.lock_to_hand_over(session, actor, str(reset.person_id))
    return unseal(reset.hand_over(), secret, PURPOSE)


def redeem(session: Session, token: str, password_hash: str, address: str | None) -> Redeemed:
    """Set the password of whoever the token is of. Everything that was signed in ends; a second factor stays."""
    moment = now()
    attempts = attempts_on(session, None, f"reset {address}")
    try:
        attempts.ensure_may_try(moment)
    except Refusal as refusal:
        return Redeemed(refusal)
    reset = queries.find_by_token(session, token)
    if reset is None or not rules.counts(reset.person_id, reset.used_at, reset.expires_at, moment):
        attempts.fail(moment)
        return Redeemed(rules.refuse())
    reset.use(moment)
    credentials.set_forgotten_password(session, str(reset.person_id), password_hash)
    return Redeemed()
