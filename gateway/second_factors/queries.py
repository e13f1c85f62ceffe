"""Reading second factors: only ever one's own, or that of whoever is signing in."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from gateway.groups import queries as groups
from gateway.people import queries as people
from gateway.second_factors.model import RecoveryCode, SecondFactor
from shared.actor import Actor
from shared.contracts.payload import Payload


def find_factor(session: Session, person_id: str) -> SecondFactor | None:
    """The person's factor, confirmed or not, locked until the transaction ends."""
    wanted = select(SecondFactor).where(SecondFactor.person_id == person_id).with_for_update()
    return session.scalar(wanted.execution_options(populate_existing=True))


def describe_own(session: Session, actor: Actor) -> Payload:
    """Whether one has a second factor, and whether a group demands one."""
    factor = session.scalar(select(SecondFactor).where(SecondFactor.person_id == actor.user_id))
    left = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.person_id == actor.user_id)
    return {
        "confirmed": factor is not None and factor.confirmed,
        "confirmed_at": factor.confirmed_at if factor is not None else None,
        "recovery_codes_left": session.scalar(left) or 0,
        "demanded": groups.demands_second_factor(session, actor.user_id),
    }


def owes_second_factor(session: Session, person_id: str) -> bool:
    """Whether a group demands a second factor of a person who has none. Programs have no phone: theirs is no matter."""
    if not groups.demands_second_factor(session, person_id):
        return False
    return people.is_human(session, person_id) and session.scalar(_confirmed(person_id)) is None


def _confirmed(person_id: str) -> Select[str]:
    mine = select(SecondFactor.person_id).where(SecondFactor.person_id == person_id)
    return mine.where(SecondFactor.confirmed_at.is_not(None))
