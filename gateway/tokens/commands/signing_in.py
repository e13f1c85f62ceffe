"""Proving who one is: by password, and by a code where a second factor is confirmed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from gateway.passwords import password_matches
from gateway.people import queries as people
from gateway.second_factors import commands as second_factors
from gateway.sign_in_attempts.commands import attempts_on, forget_old_attempts
from gateway.tokens import rules
from shared.actor import ANONYMOUS_ID
from shared.announce import Doer, announce_fact
from shared.contracts.gateway.tokens import SignedIn, SignInFailed
from shared.errors import Refusal
from shared.persistence.database import Database

NOBODY = Doer(ANONYMOUS_ID, "anonymous")
"""Who tries to sign in and fails; the login that was tried may be somebody else's."""


@dataclass(frozen=True)
class Attempt:
    """What somebody shows. `proven_hash` is what the password was found to match; `realm` where they mean to enter."""

    login: str
    proven_hash: str | None
    address: str | None = None
    code: str | None = None
    realm: str | None = None
    label: str = ""


@dataclass(frozen=True)
class Proven:
    """Who it was."""

    person_id: str
    generation: int
    must_change_password: bool


def attempt_of(
    database: Database,
    address: str | None,
    *,
    login: str,
    password: str,
    code: str | None,
    realm: str | None,
    label: str,
) -> Attempt:
    """What a form shows, with its password looked at."""
    return Attempt(login, find_proven_hash(database, login, password), address, code, realm, label)


def find_proven_hash(database: Database, login: str, password: str) -> str | None:
    """The kept hash that this password matches, or None. It takes long, so no transaction is open meanwhile."""
    with database.read() as session:
        kept = people.find_password_hash(session, login)
    return kept if password_matches(kept, password) else None


def let_in(session: Session, attempt: Attempt, secret: str, moment: datetime) -> Proven | Refusal:
    """Who it is, if the password is theirs still and the code is right; otherwise why not.

    Attempts on one account, and from one address, wait for each other. Realms count their failures apart: partners who
    mistype cannot make the house wait, nor the other way round.
    """
    realm = people.find_realm(session, attempt.login)
    place = f"address {realm} {attempt.address}" if attempt.address else None
    attempts = attempts_on(session, f"login {people.login_of(attempt.login)}", place)
    try:
        attempts.ensure_may_try(moment)
    except Refusal as refusal:
        return refusal
    person = people.find_by_login(session, attempt.login)
    proven = attempt.proven_hash is not None and attempt.realm in (None, realm)
    if person is None or not person.active or not proven or attempt.proven_hash != person.password_hash:
        attempts.fail(moment)
        _tell_of_failure(session, attempt, person.id if person else None, person.unit_id if person else None)
        return rules.SignInFailed("The login or the password is not right.")
    refused = second_factors.refusal_at_sign_in(session, person.id, attempt.code, secret)
    if refused is not None:
        if attempt.code is not None:
            attempts.fail(moment)
            _tell_of_failure(session, attempt, person.id, person.unit_id)
        return refused
    attempts.succeed()
    signed_in = SignedIn(person_id=person.id, login=person.login, label=attempt.label)
    announce_fact(session, Doer(person.id, person.name), signed_in, org_unit_id=person.unit_id)
    forget_old_attempts(session, moment)
    return Proven(person.id, person.token_generation, person.must_change_password)


def _tell_of_failure(session: Session, attempt: Attempt, person_id: str | None, unit_id: str | None) -> None:
    failed = SignInFailed(login=attempt.login[:64], person_id=person_id)
    announce_fact(session, NOBODY, failed, org_unit_id=unit_id)
