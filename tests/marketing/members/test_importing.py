"""Customers of campaigns out of a file: by external id, within the caller's reach, a second time without any effect."""

from typing import Any

from sqlalchemy.orm import Session

from services.marketing.campaigns import commands as campaigns
from services.marketing.customers.model import Customer
from services.marketing.members import commands
from services.marketing.members.commands.importing import import_members
from services.marketing.members.model import Member
from shared.contracts.importing import read_rows
from shared.contracts.marketing.members import MemberRow
from shared.ids import new_id
from shared.importing import RowResult
from shared.persistence.database import Database
from tests.marketing.office import NILS, NORTH, SARA, SOUTH, marketer, plan, run


def load(session: Session, person_id: str, *rows: dict[str, Any], mode: str = "upsert") -> list[RowResult]:
    return import_members(session, marketer(person_id), mode, read_rows(MemberRow, rows))


def row(key: str, customer: str = "K-1", **fields: Any) -> dict[str, Any]:
    return {
        "external_id": key,
        "campaign_external_id": "C-1",
        "customer_external_id": customer,
        "note": "Ask",
        **fields,
    }


def customer(session: Session, key: str, owner: str = NILS, unit: str = NORTH) -> None:
    known = Customer(id=new_id(), name=key, external_id=key, version=1, owner_id=owner, org_unit_id=unit)
    known.created_by = owner
    session.add(known)
    session.flush()


def test_a_second_run_has_no_effect_and_a_changed_note_is_one_change(database: Database) -> None:
    with database.write() as session:
        run(session, external_id="C-1")
        customer(session, "K-1")
        (made,) = load(session, NILS, row("M-1"))
        commands.decline_member(session, marketer(NILS), str(made.id), "No money")
        member = session.get_one(Member, made.id)
        assert (member.campaign_external_id, member.customer_external_id) == ("C-1", "K-1")
        assert [one.outcome for one in load(session, NILS, row("M-1"))] == ["unchanged"]
        assert member.version == 2
        assert [one.outcome for one in load(session, NILS, row("M-1", note=None))] == ["updated"]
        assert (member.note, member.status, member.version) == (None, "declined", 3)


def test_a_row_that_names_what_is_out_of_reach_or_was_said_once_is_rejected(database: Database) -> None:
    with database.write() as session:
        run(session, external_id="C-1")
        over = plan(session, external_id="C-2")
        campaigns.cancel_campaign(session, marketer(NILS), over.id, "No money")
        for key in ("K-1", "K-2"):
            customer(session, key)
        customer(session, "K-9", SARA, SOUTH)
        load(session, NILS, row("M-1"))
        results = load(
            session,
            NILS,
            row("M-1", "K-2"),
            row("M-1", campaign_external_id="C-2"),
            row("M-2"),
            row("M-2", "K-9"),
            row("M-2", None),  # type: ignore[arg-type]
            row("M-2", "K-2", campaign_external_id="C-2"),
            row("M-2", "K-2", campaign_external_id="C-3"),
            row("M-2", "K-2", status="interested"),
            row("M-2", "K-2"),
            row("M-2", "K-2"),
        )
        assert [result.code for result in results] == [
            "import_field_not_loaded", "import_field_not_loaded", "campaign_member_exists", "import_reference_unknown",
            "import_reference_unknown", "campaign_is_over", "import_reference_unknown", "malformed", None,
            "import_key_taken",
        ]  # fmt: skip
        assert load(session, NILS, row("M-1"), mode="create")[0].code == "import_key_taken"
        assert load(session, NILS, row("M-7"), mode="update")[0].code == "import_key_unknown"
        assert load(session, SARA, row("M-1", note="Stolen"))[0].code == "campaign_member_external_id_taken"
