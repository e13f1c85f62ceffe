"""The facts made anew from the log are exactly those that were."""

from typing import Any

import pytest
from sqlalchemy import delete, select, update

from deploy.rebuilding import SOURCES, handlers_here, rebuild
from services.reporting.persistence import Base
from services.reporting.report_templates.model import ReportTemplate
from shared.bus.envelope import Envelope
from shared.clock import now
from shared.contracts.sales import opportunities as deals
from shared.contracts.sales import orders
from shared.contracts.sales.competitors import OpportunityCompetitorNamed
from shared.contracts.sales.customers import CustomerMerged, CustomerMergeUndone
from shared.contracts.sales.needs import OpportunityNeedWithdrawn
from shared.contracts.service_desk.requests import RequestRemoved, RequestShared
from shared.ids import new_id
from shared.persistence.platform import Consumed, InboxEntry, Share, TerritorySeller
from tests.reporting.activities.telling import act
from tests.reporting.customers.telling import customer, customer_event, enter, level, touch
from tests.reporting.expenses.telling import spend
from tests.reporting.leads.telling import come, convert
from tests.reporting.needs.telling import need_event, request_event
from tests.reporting.newsroom import Newsroom
from tests.reporting.orders.telling import confirmed, order_event, product
from tests.reporting.problems.telling import RESOLVED, WITHDRAWN, problem_event

PASSING = {"updated_at", "granted_at", "id"}
"""When this very row was written, and the ids of shares, are no figures; the facts have their records' ids."""
BATCH = 3


@pytest.fixture
def told(room_anywhere: Newsroom) -> Newsroom:
    """A newsroom that has heard of deals, orders, products, activities, expenses and shares."""
    room = room_anywhere
    product(room, "lamp", "light")
    room.take(customer(new_id(), "finance"))
    confirmed(room, "one", "2026-10-05", ("lamp", 2, "20.00"), unit_path="/1/2/")
    confirmed(room, "two", "2026-11-05", ("lamp", 1, "10.00"), ("chair", 2, "30.00"), owner="nina", unit_path="/1/2/")
    drafted, voided = (order_event(room, kind, "three", (("lamp", 3, "9.00"),), **facts) for kind, facts in ORDER)
    room.take((drafted, 1), (voided, 2))
    won = {"stage": "won", "closed_at": "2026-11-10T00:00:00+00:00", "unit_path": "/1/2/", "owner_path": "/1/2/3/"}
    changes = {"stage": {"before": "engaging", "after": "prospecting"}}
    room.tell(room.event(deals.OpportunityOpened, "a", stage="engaging"))
    room.tell(room.event(deals.OpportunityStageChanged, "a", "nils", 2, changes=changes, **STEP))
    room.tell(room.share("a", 3, room.people["sara"].user_id), room.event(deals.OpportunityWon, "b", **won))
    room.tell(room.event(deals.OpportunityOpened, "gone"), room.event(deals.OpportunityRemoved, "gone", "nils", 2))
    act(room, "call", "2026-10-05", "agreed", "a", unit_path="/1/2/")
    spend(room, "taxi", "2026-10-05", "30.00", ("a", "10.00"), ("b", "20.00"), unit_path="/1/2/")
    level(room, "key", 10)
    enter(room, "Acme", level="key")
    touch(room, "Acme", 2, "2026-10-05", level="key")
    come(room, "lead", "2026-10-01", source_kind="campaign")
    convert(room, "lead", 2, "2026-10-02", "Acme", unit_path="/1/2/")
    named = {"competitor_id": new_id(), "competitor_name": "Zenith", "stage": "prospecting"}
    room.tell(room.event(OpportunityCompetitorNamed, "a", version=4, **named))
    room.tell(problem_event(room, "a", 5, "dear"), problem_event(room, "a", 6, "mistake"))
    room.tell(problem_event(room, "a", 7, "dear", RESOLVED), problem_event(room, "a", 8, "mistake", WITHDRAWN))
    asked = {"customer_id": room.ids["Acme"], "need": "rope"}
    share = {"share_id": new_id(), "grantee_id": room.people["sara"].user_id, "grantee_kind": "person"}
    shared = request_event(room, "rope", 2, RequestShared, **share, may_write=False, until=None, **asked)
    room.take(request_event(room, "rope", **asked), shared)
    room.take(request_event(room, "gone"), request_event(room, "gone", 2, RequestRemoved))
    room.tell(need_event(room, "a", "chain", 5), need_event(room, "a", "cable", 6))
    room.tell(need_event(room, "a", "cable", 7, OpportunityNeedWithdrawn))
    return room


ORDER: tuple[tuple[Any, dict[str, Any]], ...] = (
    (orders.OrderCreated, {}),
    (orders.OrderVoided, {"version": 2, "status": "void", "reason": None}),
)
STEP = {
    "from_stage": "engaging", "to_stage": "prospecting", "from_position": 20, "to_position": 10, "risen": False,
    "shared_people": [], "shared_units": [],
}  # fmt: skip


def facts(room: Newsroom) -> dict[str, list[Any]]:
    """All that the reports know."""
    tables = [*Base.metadata.sorted_tables, Share.__table__, TerritorySeller.__table__]
    found: dict[str, list[Any]] = {}
    with room.database.read() as session:
        for table in tables:
            columns = [column for column in table.columns if column.name not in PASSING or column.primary_key]
            found[table.name] = sorted(map(str, session.execute(select(*columns))))
    return found


def make_anew(room: Newsroom, log: list[Envelope], fails_at: int | None = None) -> list[tuple[int, int]]:
    """Rebuild from this log, and say what progress was told; at a position that of the sales service may break off."""
    progress: list[tuple[int, int]] = []

    def read(source: str, after: int) -> list[Envelope]:
        if fails_at is not None and source == "sales" and after >= fails_at:
            raise ConnectionError("the log is away")
        return [one for one in log if one.source == source and one.position > after][:BATCH]

    rebuild(room.database, handlers_here(room.settings), ends_of(log), read, lambda *at: progress.append(at))
    return progress


def ends_of(log: list[Envelope]) -> dict[str, int]:
    return {source: max((one.position for one in log if one.source == source), default=0) for source in SOURCES}


def test_a_log_that_was_never_heard_is_taken_in_to_its_end_and_heard_from_there(told: Newsroom) -> None:
    """What the service desk told while reports did not listen to it yet, as after an upgrade."""
    before, end = facts(told), ends_of(told.log)["service_desk"]
    of_desk = Consumed.source == "service_desk"
    with told.database.write() as session:
        session.execute(delete(Consumed).where(of_desk))
        session.execute(delete(Base.metadata.tables["request_facts"]))
    make_anew(told, told.log)
    assert facts(told) == before
    with told.database.read() as session:
        assert session.scalar(select(Consumed.position).where(of_desk)) == end > 0


def test_the_facts_are_exactly_those_that_were(told: Newsroom) -> None:
    before, end = facts(told), told.position
    with told.database.write() as session:
        session.execute(update(Base.metadata.tables["deal_facts"]).values(amount=7))
        session.execute(delete(Base.metadata.tables["order_line_facts"]))
    assert facts(told) != before
    assert make_anew(told, told.log)[-1] == (end, end)
    assert facts(told) == before
    assert told.report("nils", "won-deals")["as_of"]["position"] == end


def test_a_rebuild_that_was_broken_off_goes_on_and_says_how_far_it_is(told: Newsroom) -> None:
    before = facts(told)
    with pytest.raises(ConnectionError):
        make_anew(told, told.log, fails_at=BATCH)
    assert told.report("nils", "won-deals")["as_of"]["position"] == BATCH
    assert make_anew(told, told.log)[0][0] == 2 * BATCH
    assert facts(told) == before


def test_what_is_told_meanwhile_is_taken_in_once_and_by_the_service_itself(told: Newsroom) -> None:
    with pytest.raises(ConnectionError):
        make_anew(told, told.log, fails_at=BATCH)
    told.tell(told.event(deals.OpportunityRecorded, "c", stage="won", closed_at="2026-11-11T00:00:00+00:00"))
    make_anew(told, told.log)
    assert [row["name"] for row in told.report("nils", "won-deals")["rows"]] == ["c", "b"]


def test_what_no_handler_could_take_in_is_tried_again_with_the_log(told: Newsroom) -> None:
    before = facts(told)
    with told.database.write() as session:
        session.execute(update(InboxEntry).values(state="dead"))
    make_anew(told, told.log)
    with told.database.read() as session:
        assert session.scalars(select(InboxEntry).where(InboxEntry.state == "dead")).all() == []
    assert facts(told) == before


def test_what_people_made_here_outlives_a_rebuild(told: Newsroom) -> None:
    made = {"size": 1, "digest": "d", "fields_named": [], "uploaded_at": now(), "created_by": new_id()}
    with told.database.write() as session:
        session.add(ReportTemplate(id=new_id(), report="won-trend", name="Ours", **made))
    before = facts(told)
    assert before["report_templates"]
    assert before["deal_stays"]
    make_anew(told, told.log)
    assert facts(told) == before


def test_requests_are_taken_in_again_before_the_merges_of_their_customers(told: Newsroom) -> None:
    merged = {"into_id": new_id(), "into_name": "Zenith", "merge_id": new_id(), "version": 3}
    told.take((customer_event(told, CustomerMerged, "Acme", **merged), 3))
    before = facts(told)
    assert merged["into_id"].replace("-", "") in str(before["request_facts"]).replace("-", "")
    make_anew(told, told.log)
    assert facts(told) == before
    told.take((customer_event(told, CustomerMergeUndone, "Acme", **{**merged, "version": 4}), 4))
    assert told.ids["Acme"].replace("-", "") in str(facts(told)["request_facts"]).replace("-", "")


def test_a_rebuild_goes_on_with_the_log_that_was_not_through(told: Newsroom) -> None:
    before = facts(told)
    with pytest.raises(ConnectionError):
        make_anew(told, told.log, fails_at=0)
    assert facts(told)["request_facts"] == before["request_facts"]
    assert facts(told)["deal_needs"] == []
    assert told.report("nils", "won-deals")["as_of"]["position"] == 0
    make_anew(told, told.log)
    assert facts(told) == before


def test_an_event_of_another_service_that_waits_holds_no_figure_of_sales_back(told: Newsroom) -> None:
    waiting = request_event(told, "late")
    with told.database.write() as session:
        envelope = told.envelope(*waiting)
        facts_of_it = {"event_id": envelope.id, "handler": "h", "subject": envelope.subject, "state": "dead"}
        session.add(InboxEntry(**facts_of_it, envelope={**envelope.cloud_event(), "position": 1}))
    assert told.report("nils", "won-deals")["as_of"]["position"] == told.position - 1
