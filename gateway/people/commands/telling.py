"""Saying what happened to a person."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from gateway.people.model import Person
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import Event, changes


def announced(
    session: Session, actor: Actor, person: Person, before: dict[str, Any], fact: Callable[..., Event]
) -> Person:
    after = snapshot(person)
    announce(session, actor, person, fact(**after, changes=changes(before, after)))
    return person


def snapshot(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "login": person.login,
        "name": person.name,
        "email": person.email,
        "unit_id": person.unit_id,
        "superior_id": person.superior_id,
        "department_id": person.department_id,
        "path": person.path,
        "active": person.active,
    }
