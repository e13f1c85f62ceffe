"""Requests out of a file: by external id, under the rules of recording, and a second time without any effect."""

from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from services.service_desk.customers.model import Customer
from services.service_desk.requests import commands
from services.service_desk.requests.commands.importing import import_requests
from services.service_desk.requests.model import Request
from shared.contracts.importing import read_rows
from shared.contracts.service_desk.requests import RequestRow
from shared.importing import RowResult
from shared.persistence.database import Database
from shared.persistence.platform import StoredEvent
from tests.service_desk.desk import NILS, NORTH, SARA, SOUTH, agent, know_customer

DUE = "2031-03-01T12:00:00+00:00"


def load(session: Session, person_id: str, *rows: dict[str, Any], mode: str = "upsert") -> list[RowResult]:
    return import_requests(session, agent(person_id), mode, read_rows(RequestRow, rows))


def row(key: str, **fields: Any) -> dict[str, Any]:
    return {"external_id": key, "customer_name": "Ada", "description": "No heat", "due_at": DUE, **fields}


def customer(session: Session, key: str, unit_id: str = NORTH) -> str:
    customer_id = know_customer(session, key, unit_id, owner_id=SARA if unit_id == SOUTH else NILS)
    session.execute(update(Customer).where(Customer.id == customer_id).values(external_id=key))
    return customer_id


def events(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(StoredEvent)).one()


def test_a_second_run_has_no_effect_and_a_changed_cell_makes_that_change_alone(database: Database) -> None:
    with database.write() as session:
        known = customer(session, "K-1")
        rows = [row("R-1", customer_external_id="K-1"), row("R-2", customer_external_id=None)]
        created = [session.get_one(Request, result.id) for result in load(session, NILS, *rows)]
        assert [request.customer_id for request in created] == [known, None]
        assert [request.number[-6:] for request in created] == ["000001", "000002"]
        commands.claim_request(session, agent(NILS), created[0].id)
        told = events(session)
        assert {result.outcome for result in load(session, NILS, *rows)} == {"unchanged"}
        assert events(session) == told
        for outcome in ("updated", "unchanged"):
            severe = row("R-1", customer_external_id="K-1", severity="critical")
            assert load(session, NILS, severe)[0].outcome == outcome
        session.refresh(created[0])
        assert (created[0].severity, created[0].status, created[0].due_at.isoformat()) == ("critical", "claimed", DUE)
        assert events(session) == told + 1


def test_a_bad_row_is_rejected_with_its_reason_and_the_others_are_taken(database: Database) -> None:
    with database.write() as session:
        customer(session, "K-1")
        customer(session, "K-south", SOUTH)
        _, done = load(session, NILS, row("R-1"), row("R-2"))
        for verb in (commands.claim_request, commands.start_request):
            verb(session, agent(NILS), str(done.id))
        commands.solve_request(session, agent(NILS), str(done.id), "Valve opened")
        results = load(
            session,
            NILS,
            row("R-3", customer_external_id="K-9"),
            row("R-3", customer_external_id="K-south"),
            row("R-1", customer_external_id="K-1"),
            row("R-2", description="Else"),
            row("R-4", customer_name=None),
            row("R-5", status="solved"),
            row("R-6"),
            row("R-6"),
        )
        assert [result.code for result in results] == [
            "import_reference_unknown", "import_reference_unknown", "request_origin_stays", "request_is_done",
            "request_customer_missing", "malformed", None, "import_key_taken",
        ]  # fmt: skip
        assert results[0].messages[0].replace("K-9", "K-south") == results[1].messages[0]
        assert session.get_one(Request, results[6].id).number.endswith("-000003"), "a rejected row takes no number"
        assert load(session, NILS, row("R-1"), mode="create")[0].code == "import_key_taken"
        assert load(session, NILS, row("R-9"), mode="update")[0].code == "import_key_unknown"
        assert load(session, SARA, row("R-1", description="Stolen"))[0].code == "request_external_id_taken"
