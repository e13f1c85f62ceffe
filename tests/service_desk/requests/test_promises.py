"""What the level of a customer promises holds for its requests, however they come, and as long as they last."""

from datetime import timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from services.service_desk.customers.commands import follow_level, forget_level
from services.service_desk.customers.model import Customer
from services.service_desk.requests import commands
from services.service_desk.requests.commands.importing import import_requests
from services.service_desk.requests.model import Request
from shared.contracts.importing import read_rows
from shared.contracts.sales.customer_levels import (
    CustomerLevelDefined,
    CustomerLevelEvent,
    CustomerLevelRedefined,
    CustomerLevelRemoved,
)
from shared.contracts.service_desk.requests import RequestRow
from shared.ids import new_id
from shared.persistence.database import Database
from tests.service_desk.desk import NILS, agent, know_customer

LEVEL = new_id()


def told(kind: type[CustomerLevelEvent], version: int, **hours: int) -> Any:
    said: dict[str, Any] = dict.fromkeys(("follow_up_days", "discount_ceiling", "rises_over", "currency"))
    said |= {"customer_level_id": LEVEL, "record_version": version, "code": "A", "rank": 1}
    return kind(**said, solve_within_hours=hours, changes={})


def customer(session: Session, level: str) -> str:
    customer_id = know_customer(session, new_id())
    session.execute(update(Customer).where(Customer.id == customer_id).values(level=level, external_id=level))
    return customer_id


def hours_of(request: Request) -> int:
    return round((request.due_at - (request.reopened_at or request.created_at)) / timedelta(hours=1))


def test_it_holds_through_another_severity_an_escalation_and_a_reopening(database: Database) -> None:
    with database.write() as session:
        follow_level(session, told(CustomerLevelDefined, 1, normal=5, high=2))
        request = commands.create_request(session, agent(NILS), "Cold", customer_id=customer(session, "A"))
        forget_level(session, told(CustomerLevelRemoved, 2))
        assert hours_of(request) == 5
        assert hours_of(commands.change_request(session, agent(NILS), request.id, severity="high")) == 2
        assert hours_of(commands.change_request(session, agent(NILS), request.id, severity="low")) == 72
        commands.change_request(session, agent(NILS), request.id, severity="normal")
        request.escalate(None, request.due_at)
        assert request.next_escalation_at == request.due_at + timedelta(hours=2.5)
        commands.claim_request(session, agent(NILS), request.id)
        commands.solve_request(session, agent(NILS), request.id, "Heated")
        assert hours_of(commands.reopen_request(session, agent(NILS), request.id, "Cold again")) == 5


def test_it_holds_for_requests_out_of_a_file_and_an_older_word_changes_nothing(database: Database) -> None:
    with database.write() as session:
        follow_level(session, told(CustomerLevelRedefined, 3, normal=4))
        follow_level(session, told(CustomerLevelRedefined, 2, normal=9))
        for level in ("A", "B"):
            customer(session, level)
        rows = [
            {"external_id": f"R-{level}", "description": "Cold", "customer_external_id": level} for level in ("A", "B")
        ]
        made = import_requests(session, agent(NILS), "create", read_rows(RequestRow, rows))
        assert [hours_of(session.get_one(Request, one.id)) for one in made] == [4, 24]
