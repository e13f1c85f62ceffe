"""What happens to a person's ways of signing in, told as events of the person."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from gateway.groups import commands as group_commands
from gateway.people import queries
from gateway.people.commands import create_person
from gateway.people.commands.telling import announced, snapshot
from gateway.people.model import Person
from gateway.people.rules import SERVICE
from gateway.persistence import lock_organisation
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import Event
from shared.contracts.gateway.people import (
    PersonConsentRevoked,
    PersonPasswordResetHandedOver,
    PersonPasswordSet,
    PersonSignedOutEverywhere,
    PersonTokenEvent,
)


def lock_oneself(session: Session, actor: Actor) -> Person:
    """The caller, with whose record nothing else happens until the transaction ends."""
    lock_organisation(session)
    return queries.find_oneself(session, actor)


def lock_account(session: Session, actor: Actor, account_id: str) -> Person:
    """A service account within reach, for somebody who holds all that it holds: its token would be a way up."""
    lock_organisation(session)
    account = queries.get_account(session, actor, account_id)
    group_commands.ensure_may_rule(session, actor, account.id)
    return account


def lock_ruled(session: Session, actor: Actor, person_id: str) -> Person:
    """A person within reach, for somebody who holds all that the person holds."""
    lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    group_commands.ensure_may_rule(session, actor, person.id)
    return person


def lock_to_hand_over(session: Session, actor: Actor, person_id: str) -> None:
    """Note that the caller, who must hold all that the person holds, is told a way to set the person's password."""
    tell(session, actor, lock_ruled(session, actor, person_id), PersonPasswordResetHandedOver)


def set_forgotten_password(session: Session, person_id: str, password_hash: str) -> None:
    """The person showed a reset's token: whoever has it is the person, for this one change."""
    lock_organisation(session)
    person = queries.find_by_id(session, person_id)
    before = snapshot(person)
    person.set_password(password_hash, must_change=False)
    announced(session, queries.actor_as(person), person, before, PersonPasswordSet)


def sign_oneself_out_everywhere(session: Session, actor: Actor) -> None:
    """End every session and token of the caller, the one in use too."""
    _sign_out(session, actor, lock_oneself(session, actor))


def sign_person_out_everywhere(session: Session, actor: Actor, person_id: str) -> Person:
    """End every session and token of somebody. Anybody who may do this may: it opens nothing."""
    lock_organisation(session)
    return _sign_out(session, actor, queries.get_person_for_change(session, actor, person_id))


def _sign_out(session: Session, actor: Actor, person: Person) -> Person:
    before = snapshot(person)
    person.end_tokens()
    return announced(session, actor, person, before, PersonSignedOutEverywhere)


def tell(session: Session, actor: Actor, person: Person, fact: Callable[..., Event]) -> None:
    """What happened to a secret of this person; never the secret itself."""
    announce(session, actor, person, fact(**snapshot(person), changes={}))


def tell_of_token(
    session: Session,
    actor: Actor,
    person: Person,
    fact: type[PersonTokenEvent],
    token_id: str,
    label: str,
    scopes: Any,
) -> None:
    """That a token of this person was made, narrowed or revoked; never what it is."""
    event = fact(**snapshot(person), changes={}, token_id=token_id, label=label, scopes=list(scopes or ()))
    announce(session, actor, person, event)


def tell_of_consent(session: Session, actor: Actor, person: Person, **consent: Any) -> None:
    """That this person has taken a consent back."""
    announce(session, actor, person, PersonConsentRevoked(**snapshot(person), changes={}, **consent))


def create_service_account(
    session: Session, actor: Actor, *, login: str, name: str, unit_id: str, groups: list[str]
) -> Person:
    """Set up an account for a program in a unit within reach, in groups of which the caller holds all."""
    return create_person(
        session,
        actor,
        login=login,
        name=name,
        unit_id=unit_id,
        groups=groups,
        kind=SERVICE,
        must_change_password=False,
    )
