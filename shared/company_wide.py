"""Records of the whole company, such as its products: nobody's own, changed only by whom the whole company obeys."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.actor import Actor, Reach
from shared.errors import Forbidden, NotFound
from shared.persistence.records import Record
from shared.visible import ensure_expected_version

Everybodys = TypeVar("Everybodys", bound=Record)
"""A noun without owner and unit: whoever has the right to read it may read all of it."""


class NotForTheWholeCompany(Forbidden):
    """The caller holds this right, but not far enough: what is changed here changes for every unit."""

    code = "reach_too_short"


def ensure_for_company(actor: Actor) -> None:
    """The right must reach everything, or the subtree of the unit at the very top."""
    at_the_top = actor.unit_path.strip("/").count("/") == 0 and bool(actor.unit_path.strip("/"))
    if Reach.ALL in actor.reaches or (at_the_top and Reach.SUBTREE in actor.reaches):
        return
    raise NotForTheWholeCompany("This belongs to the whole company; your right does not reach that far.")


def get_of_company(session: Session, model: type[Everybodys], record_id: str, called: str) -> Everybodys:
    """`called` is what people call one of them. Raises `NotFound`."""
    return _found(session.scalar(select(model).where(model.id == record_id)), record_id, called)


def get_of_company_for_change(
    session: Session, actor: Actor, model: type[Everybodys], record_id: str, called: str
) -> Everybodys:
    """Locked until the transaction ends. Raises `NotFound`, and `Stale` when the caller named another version."""
    held = select(model).where(model.id == record_id).with_for_update()
    record = _found(session.scalar(held), record_id, called)
    ensure_expected_version(actor, record)
    return record


def _found(record: Everybodys | None, record_id: str, called: str) -> Everybodys:
    if record is None:
        raise NotFound(f"There is no {called} {record_id}.")
    return record
