"""Reading agreements. Every query starts from what the actor may see."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from services.service_desk.agreements import rules
from services.service_desk.agreements.model import Agreement
from services.service_desk.agreements.rules import AgreementStatus
from services.service_desk.customers.queries import is_known_customer
from shared.actor import Actor
from shared.clock import today
from shared.contracts.gateway import customers as timeline
from shared.contracts.payload import Payload
from shared.contracts.service_desk import agreements as contract
from shared.errors import NotFound
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.history import list_history
from shared.processes import Process, process_of
from shared.timeline import Strand, told
from shared.visible import changeable, get_visible, visible

COLUMNS = {name: getattr(Agreement, name) for name in contract.LISTING.fields}
MOST_EXPIRING = 200


@dataclass(frozen=True)
class Expiring:
    agreements: list[Agreement]
    count: int


def get_agreement(session: Session, actor: Actor, agreement_id: str) -> Agreement:
    return get_visible(session, Agreement, actor, agreement_id)


def list_agreements(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Agreement, actor), Agreement, contract.LISTING, COLUMNS, query)


def list_customer_agreements(session: Session, actor: Actor, customer_id: str, query: Payload) -> Payload:
    """Those in sight with a customer in sight."""
    if not is_known_customer(session, actor, customer_id):
        raise NotFound(f"There is no customer {customer_id}.")
    rows = visible(Agreement, actor).where(Agreement.customer_id == customer_id)
    return list_records(session, rows, Agreement, contract.LISTING, COLUMNS, query)


def list_agreement_history(session: Session, actor: Actor, agreement_id: str, after: int) -> Payload:
    return list_history(session, get_agreement(session, actor, agreement_id).id, after=after)


def list_expiring(session: Session, actor: Actor, within_days: int) -> Expiring:
    """The agreements in force whose last day is at most so many days ahead, the soonest first."""
    rows = visible(Agreement, actor).where(
        Agreement.status == AgreementStatus.ACTIVE,
        Agreement.ends_on.between(today(), today() + timedelta(days=within_days)),
    )
    found = session.scalars(rows.order_by(Agreement.ends_on, Agreement.id).limit(MOST_EXPIRING))
    return Expiring(list(found), _count(session, rows))


def _count(session: Session, rows: Select[Agreement]) -> int:
    return session.scalars(rows.with_only_columns(func.count(), maintain_column_froms=True)).one()


def take_due_reminders(session: Session, actor: Actor, day: date, most: int) -> list[Agreement]:
    """Agreements of whose end somebody is to be told, locked; those that another instance works on are left to it."""
    due = visible(Agreement, actor).where(
        Agreement.status == AgreementStatus.ACTIVE, Agreement.next_reminder_on <= day, Agreement.ends_on >= day
    )
    first = due.order_by(Agreement.next_reminder_on, Agreement.id).limit(most)
    return list(session.scalars(first.with_for_update(of=Agreement, skip_locked=True)))


def take_expired(session: Session, actor: Actor, day: date, most: int) -> list[Agreement]:
    """Agreements in force whose last day is over, locked."""
    over = visible(Agreement, actor).where(Agreement.status == AgreementStatus.ACTIVE, Agreement.ends_on < day)
    first = over.order_by(Agreement.ends_on, Agreement.id).limit(most)
    return list(session.scalars(first.with_for_update(of=Agreement, skip_locked=True)))


def agreements_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, Agreement]:
    """Those that the caller may change, locked in one order so that two loads never wait for one another."""
    rows = changeable(Agreement, actor).where(Agreement.external_id.in_(external_ids)).order_by(Agreement.id)
    locked = rows.with_for_update(of=Agreement).execution_options(populate_existing=True)
    return {str(agreement.external_id): agreement for agreement in session.scalars(locked)}


def external_ids_taken(session: Session, external_ids: set[str]) -> set[str]:
    """Those that any agreement bears, in sight or not: each names one agreement of the whole installation."""
    return set(session.scalars(select(Agreement.external_id).where(Agreement.external_id.in_(external_ids))))


def agreement_process() -> Process:
    return process_of("agreements", rules.AgreementStatus, rules.TRANSITIONS, rules.BY_TIME)


POINTER = Pointer(Agreement)
"""Each names its customer."""


STRAND = Strand(
    timeline.AGREEMENT,
    Agreement,
    partial(visible, Agreement),
    told("number", "status", "currency", title="name", amount="fee"),
)
"""What a customer's timeline shows of them."""
