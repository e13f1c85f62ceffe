"""Enrolling, confirming, asking for and taking away second factors."""

import hmac
from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlalchemy import delete
from sqlalchemy.orm import Session

from gateway.groups import queries as groups
from gateway.people.commands import credentials
from gateway.persistence import lock_organisation
from gateway.sealing import digest, seal, unseal
from gateway.second_factors import queries, rules
from gateway.second_factors.model import RecoveryCode, SecondFactor
from gateway.sign_in_attempts.commands import attempts_on
from shared.actor import Actor
from shared.clock import now
from shared.contracts.gateway.people import (
    PersonSecondFactorConfirmed,
    PersonSecondFactorRemoved,
    PersonSecondFactorReset,
)
from shared.errors import Refusal

PURPOSE = "second factor"
ISSUER = "Tenon"


@dataclass(frozen=True)
class NewFactor:
    """The secret as it is told, once."""

    secret: str
    otpauth_uri: str


@dataclass(frozen=True)
class Proof:
    """How it ended to show a code. A failure must be saved, so it is no exception until the transaction is over."""

    recovery_codes: tuple[str, ...] = ()
    refused: Refusal | None = None

    def codes(self) -> list[str]:
        """The recovery codes, or raise what was wrong."""
        if self.refused is not None:
            raise self.refused
        return list(self.recovery_codes)


def enrol(session: Session, actor: Actor, secret: str) -> NewFactor:
    """Make a shared secret for the caller's authenticator app; it counts once a code of it was shown."""
    person = credentials.lock_oneself(session, actor)
    shared, moment = pyotp.random_base32(), now()
    sealed = seal(shared, secret, PURPOSE)
    factor = queries.find_factor(session, person.id)
    if factor is None:
        session.add(SecondFactor(person_id=person.id, sealed_secret=sealed, created_at=moment, last_step=0))
    else:
        factor.renew(sealed, moment)
    uri = pyotp.TOTP(shared).provisioning_uri(name=person.login, issuer_name=ISSUER)
    return NewFactor(shared, uri)


def confirm(session: Session, actor: Actor, code: str, secret: str) -> Proof:
    """Show a first code: from now on one is asked for at each sign-in. Gives recovery codes."""
    person = credentials.lock_oneself(session, actor)
    factor = _own_factor(session, person.id)
    rules.ensure_unconfirmed(factor.confirmed)
    refused = _refuse_wrong(session, factor, code, secret)
    if refused is not None:
        return Proof(refused=refused)
    factor.confirm(now())
    lock_organisation(session).change_access()
    credentials.tell(session, actor, person, PersonSecondFactorConfirmed)
    return Proof(_new_recovery_codes(session, person.id))


def renew_recovery_codes(session: Session, actor: Actor, code: str, secret: str) -> Proof:
    """New recovery codes against a code; the old ones end."""
    person = credentials.lock_oneself(session, actor)
    factor = _own_confirmed(session, person.id)
    refused = _refuse_wrong(session, factor, code, secret)
    return Proof(refused=refused) if refused is not None else Proof(_new_recovery_codes(session, person.id))


def remove(session: Session, actor: Actor, code: str, secret: str) -> Proof:
    """Sign in by the password alone again. Refused while a group demands a second factor."""
    person = credentials.lock_oneself(session, actor)
    factor = _own_confirmed(session, person.id)
    rules.ensure_may_go(groups.demands_second_factor(session, person.id))
    refused = _refuse_wrong(session, factor, code, secret)
    if refused is not None:
        return Proof(refused=refused)
    _forget(session, person.id)
    credentials.tell(session, actor, person, PersonSecondFactorRemoved)
    return Proof()


def reset(session: Session, actor: Actor, person_id: str) -> None:
    """Take somebody's second factor away, for the day the phone and the recovery codes are lost. Everything that was
    signed in ends. Only for people who hold no more than the caller, or it would be a way up.
    """
    person = credentials.lock_ruled(session, actor, person_id)
    if queries.find_factor(session, person.id) is None:
        raise rules.NoSecondFactor("This person has no second factor.")
    _forget(session, person.id)
    person.end_tokens()
    credentials.tell(session, actor, person, PersonSecondFactorReset)


def refusal_at_sign_in(session: Session, person_id: str, code: str | None, secret: str) -> Refusal | None:
    """Why this person does not get in with this code, or None if they do. The attempts are counted by the caller."""
    factor = queries.find_factor(session, person_id)
    if factor is None or not factor.confirmed:
        return None
    if code is None:
        return rules.SecondFactorRequired("Send the code of your authenticator app, or a recovery code, as `code`.")
    if _takes(session, factor, code, secret):
        return None
    return rules.SecondFactorWrong("The code is wrong, or was used before.")


def _refuse_wrong(session: Session, factor: SecondFactor, code: str, secret: str) -> Refusal | None:
    """Guessing takes longer and longer."""
    moment = now()
    attempts = attempts_on(session, f"second factor {factor.person_id}", None)
    try:
        attempts.ensure_may_try(moment)
    except Refusal as refusal:
        return refusal
    if not _takes(session, factor, code, secret):
        attempts.fail(moment)
        return rules.SecondFactorCodeWrong("The code is wrong, or was used before.")
    attempts.succeed()
    return None


def _takes(session: Session, factor: SecondFactor, code: str, secret: str) -> bool:
    """Whether the code is good; it is used up by this."""
    typed = rules.plain(code)
    if rules.is_totp(typed):
        step = _step_of(unseal(factor.sealed_secret, secret, PURPOSE), typed, now())
        return step is not None and factor.use(step)
    used = delete(RecoveryCode).where(RecoveryCode.person_id == factor.person_id)
    found = session.execute(used.where(RecoveryCode.code_hash == digest(typed)).returning(RecoveryCode.id))
    return factor.confirmed and found.first() is not None


def _step_of(shared: str, code: str, moment: datetime) -> int | None:
    """The step of time that this is the code of, near this moment."""
    totp = pyotp.TOTP(shared)
    current = int(moment.timestamp()) // rules.STEP_SECONDS
    near = range(current - rules.DRIFT_STEPS, current + rules.DRIFT_STEPS + 1)
    return next((step for step in near if hmac.compare_digest(totp.at(step * rules.STEP_SECONDS), code)), None)


def _new_recovery_codes(session: Session, person_id: str) -> tuple[str, ...]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    made = [RecoveryCode.make(person_id) for _ in range(rules.RECOVERY_CODES)]
    session.add_all(kept for kept, _ in made)
    return tuple(code for _, code in made)


def _forget(session: Session, person_id: str) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    session.execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))
    lock_organisation(session).change_access()


def _own_factor(session: Session, person_id: str) -> SecondFactor:
    factor = queries.find_factor(session, person_id)
    if factor is None:
        raise rules.NoSecondFactor("Enrol a second factor first: POST /v1/me/second-factor.")
    return factor


def _own_confirmed(session: Session, person_id: str) -> SecondFactor:
    factor = _own_factor(session, person_id)
    if not factor.confirmed:
        raise rules.NoSecondFactor("Your second factor is not confirmed: POST /v1/me/second-factor/confirm.")
    return factor
