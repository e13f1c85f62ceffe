"""Agreements out of a file: by external id, as drafts, and a second time without any effect."""

from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from services.service_desk.agreements import commands
from services.service_desk.agreements.commands.importing import import_agreements
from services.service_desk.agreements.model import Agreement
from services.service_desk.customers.model import Customer
from services.service_desk.products.model import Product
from shared.contracts.importing import read_rows
from shared.contracts.service_desk.agreements import AgreementRow
from shared.ids import new_id
from shared.importing import RowResult
from shared.persistence.database import Database
from shared.persistence.platform import StoredEvent
from tests.service_desk.desk import NILS, NORTH, SARA, SOUTH, agent, know_customer

TARGETS = '[{"severity":"high","respond_within_minutes":60,"solve_within_minutes":240}]'


def load(session: Session, person_id: str, *rows: dict[str, Any], mode: str = "upsert") -> list[RowResult]:
    return import_agreements(session, agent(person_id), mode, read_rows(AgreementRow, rows))


def row(key: str, **fields: Any) -> dict[str, Any]:
    told = {"external_id": key, "customer_external_id": "K-1", "name": "Care", "coverage": "business_hours"}
    return told | {"starts_on": "2031-01-01", "ends_on": "2031-12-31", "fee": "12.5000"} | fields


def furnish(session: Session) -> None:
    """Customers of both branches, and two products."""
    for key, unit_id, owner_id in (("K-1", NORTH, NILS), ("K-south", SOUTH, SARA)):
        customer_id = know_customer(session, key, unit_id, owner_id)
        session.execute(update(Customer).where(Customer.id == customer_id).values(external_id=key))
    session.add_all(Product(id=new_id(), version=1, code=code, name=code) for code in ("P-1", "P-2"))
    session.flush()


def events(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(StoredEvent)).one()


def test_a_second_run_has_no_effect_and_a_changed_cell_makes_that_change_alone(database: Database) -> None:
    with database.write() as session:
        furnish(session)
        full = row("A-1", response_targets=TARGETS, remind_days="[30, 7]")
        full["products"] = '[{"id":"1","code":"P-2","name":"x"},{"code":"P-1"}]'
        (made,) = load(session, NILS, full)
        agreement = session.get_one(Agreement, made.id)
        assert [product.code for product in agreement.products] == ["P-1", "P-2"]
        commands.activate_agreement(session, agent(NILS), agreement.id)
        told = events(session)
        for again in (full, row("A-1"), row("A-1", customer_external_id=None)):
            assert load(session, NILS, again)[0].outcome == "unchanged"
        assert load(session, NILS, row("A-1", fee="13"))[0].code == "agreement_state_forbids"
        assert events(session) == told
        load(session, NILS, row("A-2", products='[{"code":"P-1"}]'))
        assert load(session, NILS, row("A-2", products=""))[0].code == "malformed"  # a cleared cell takes nothing away
        assert load(session, NILS, row("A-2", products="[]"))[0].outcome == "updated"
        assert load(session, NILS, row("A-2", products="[]"))[0].outcome == "unchanged"
        assert events(session) == told + 2


def test_a_bad_row_is_rejected_with_its_reason_and_the_others_are_taken(database: Database) -> None:
    with database.write() as session:
        furnish(session)
        load(session, NILS, row("A-1"))
        results = load(
            session,
            NILS,
            row("A-3", customer_external_id="K-9"),
            row("A-3", customer_external_id="K-south"),
            row("A-3", customer_external_id=None),
            row("A-3", products='[{"code":"P-9"}]'),
            row("A-3", ends_on="2030-01-01"),
            row("A-3", remind_days="[-1]"),
            row("A-3", status="active"),
            row("A-4"),
            row("A-4"),
        )
        assert [result.code for result in results] == [
            "import_reference_unknown", "import_reference_unknown", "agreement_customer_unknown",
            "import_reference_unknown", "agreement_term_backwards", "malformed", "malformed", None, "import_key_taken",
        ]  # fmt: skip
        assert results[0].messages[0].replace("K-9", "K-south") == results[1].messages[0]
        assert session.get_one(Agreement, results[7].id).number.endswith("-000002"), "a rejected row takes no number"
        assert load(session, NILS, row("A-1"), mode="create")[0].code == "import_key_taken"
        assert load(session, NILS, row("A-9"), mode="update")[0].code == "import_key_unknown"
        theirs = row("A-1", customer_external_id="K-south", name="Stolen")
        assert load(session, SARA, theirs)[0].code == "agreement_external_id_taken"
