"""Reading stages. They belong to the company, not to a person or a unit: whoever may open the list sees all of them."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.sales.stages.model import Stage as Stage
from services.sales.stages.rules import SHIPPED
from services.sales.stages.rules import Ladder as Ladder
from shared.actor import Actor
from shared.company_wide import get_of_company, get_of_company_for_change
from shared.contracts.payload import Payload
from shared.contracts.sales import stages as contract
from shared.listing import list_records
from shared.persistence.history import list_history

COLUMNS = {name: getattr(Stage, name) for name in contract.LISTING.fields}


def every_stage() -> Select[Stage]:
    return select(Stage)


def ladder(session: Session) -> Ladder:
    """All stages in order; those that are shipped where nobody has opened a deal yet."""
    saved = [stage.step() for stage in session.scalars(every_stage())]
    return Ladder(saved or SHIPPED)


def get_stage(session: Session, stage_id: str) -> Stage:
    return get_of_company(session, Stage, stage_id, "stage")


def find_stage(session: Session, code: str) -> Stage | None:
    return session.scalar(every_stage().where(Stage.code == code))


def get_stage_for_change(session: Session, actor: Actor, stage_id: str) -> Stage:
    """The stage, locked: deals that are about to follow it wait, and take the rate that it then has."""
    return get_of_company_for_change(session, actor, Stage, stage_id, "stage")


def list_stages(session: Session, query: Payload) -> Payload:
    return list_records(session, every_stage(), Stage, contract.LISTING, COLUMNS, query)


def list_stage_history(session: Session, stage_id: str, after: int) -> Payload:
    return list_history(session, get_stage(session, stage_id).id, after=after)


def is_taken(session: Session, **wanted: object) -> bool:
    return session.scalar(every_stage().filter_by(**wanted)) is not None
