"""Sales with margins beside quotas: the figures equal those computed by hand, on each engine, and whose they are."""

from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from deploy.rebuilding import handlers_here, rebuild
from services.reporting.orders.model import OrderLineCost
from services.reporting.quotas.model import QuotaFact
from shared.bus.envelope import Envelope
from shared.contracts.sales import orders
from shared.errors import Malformed, NotFound
from shared.persistence.database import Database
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica
from tests.reporting.attainments.telling import ask_for, costs_event, places, quota_event, sell
from tests.reporting.newsroom import Newsroom, told_newsroom
from tests.reporting.orders.telling import order_event

Q4 = {"grain": "quarter", "period": "2026-Q4", "currency": "USD"}
FIGURES = (
    "orders", "amount", "costed_amount", "margin", "margin_rate", "target", "attained", "attainment",
)  # fmt: skip


def sell_and_ask(room: Newsroom) -> None:
    """Nils sells in two months of a quarter, Nina once, Sara in the south; all but Nina have quotas."""
    sell(room, "one", "2026-10-05", ("lamp", 2, "30.00"), ("chair", 1, "70.00"), costs={"lamp": "12.50"})
    sell(room, "two", "2026-11-06", ("lamp", 4, "50.00"), costs={"lamp": "60.00"})
    sell(room, "void", "2026-11-07", ("lamp", 9, "900.00"), costs={"lamp": "1.00"}, status="voided")
    sell(room, "three", "2026-11-08", ("chair", 1, "25.00"), owner="nina")
    sell(room, "four", "2026-10-09", ("chair", 2, "140.00"), costs={"chair": "0.00"}, owner="sara", customer="Brown")
    sell(room, "euros", "2026-10-09", ("chair", 1, "5.00"), currency="EUR")
    draft = order_event(room, orders.OrderCreated, "draft", (("lamp", 1, "15.00"),))
    room.take((draft, 1))
    ask_for(room, "october", "2026-10-01", "2026-10-31", "200.00")
    ask_for(room, "november", "2026-11-01", "2026-11-30", "100.00")
    ask_for(room, "sara", "2026-10-01", "2026-12-31", "100.00", owner="sara")
    ask_for(room, "lamps", "2026-10-01", "2026-10-31", "999.00", product_id=room.ids["lamp"])
    ask_for(room, "unit", "2026-10-01", "2026-10-31", "999.00", counts="unit", owner="nora")
    ask_for(room, "astride", "2026-09-15", "2026-10-15", "999.00")
    ask_for(room, "other year", "2025-10-01", "2025-10-31", "77.00")


@pytest.fixture
def sold(database_anywhere: Database) -> Newsroom:
    return told_newsroom(database_anywhere, sell_and_ask)[0]


@pytest.fixture
def sold_here(database_of_room: Database) -> Newsroom:
    return told_newsroom(database_of_room, sell_and_ask)[0]


def table(answer: Any, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in answer["rows"]]


@pytest.mark.feature("S-081")
def test_amount_count_margin_and_attainment_of_each_seller_and_period(sold: Newsroom) -> None:
    by_month = sold.report("helen", "seller-sales", period="2026-Q4", currency="USD")
    assert sorted(table(by_month, "time", "seller", *FIGURES)) == [
        ("2026-10", "Nils", 1, "100.00", "30.00", "17.50", "0.5833", "200.00", "100.00", "0.5000"),
        ("2026-10", "Sara", 1, "140.00", "140.00", "140.00", "1.0000", "0.00", "0.00", None),
        ("2026-11", "Nils", 1, "50.00", "50.00", "-10.00", "-0.2000", "100.00", "50.00", "0.5000"),
        ("2026-11", "Nina", 1, "25.00", "0.00", "0.00", None, "0.00", "0.00", None),
    ]
    by_quarter = sold.report("helen", "seller-sales", **Q4)
    assert sorted(table(by_quarter, "time", "seller", *FIGURES)) == [
        ("2026-Q4", "Nils", 2, "150.00", "80.00", "7.50", "0.0938", "300.00", "150.00", "0.5000"),
        ("2026-Q4", "Nina", 1, "25.00", "0.00", "0.00", None, "0.00", "0.00", None),
        ("2026-Q4", "Sara", 1, "140.00", "140.00", "140.00", "1.0000", "100.00", "140.00", "1.4000"),
    ]
    (total,) = by_quarter["totals"]
    assert [total[name] for name in FIGURES] == [
        4, "315.00", "220.00", "147.50", "0.6705", "400.00", "290.00", "0.7250",
    ]  # fmt: skip


def test_a_quota_that_is_part_of_a_longer_one_is_not_counted_twice(sold: Newsroom) -> None:
    ask_for(sold, "quarter", "2026-10-01", "2026-12-31", "500.00")
    answer = sold.report("helen", "seller-sales", owner=sold.people["nils"].user_id, **Q4)
    assert table(answer, "target", "attained", "attainment") == [("500.00", "150.00", "0.3000")]
    by_month = sold.report("nils", "seller-sales", period="2026-10", currency="USD")
    assert table(by_month, "target") == [("200.00",)], "at this grain the quarter's is no quota"
    cut = sold.report("nils", "seller-sales", grain="quarter", since="2026-10-01", until="2026-11-30", currency="USD")
    assert table(cut, "target") == [("300.00",)], "what reaches beyond the days asked about does not count"


def test_a_quota_before_anything_is_sold_is_a_row(sold_here: Newsroom) -> None:
    answer = sold_here.report("nils", "seller-sales", period="2025-10")
    assert table(answer, "seller", "orders", "amount", "margin", "margin_rate", "target", "attainment") == [
        ("Nils", 0, "0.00", "0.00", None, "77.00", "0.0000")
    ]
    assert table(sold_here.report("nils", "seller-sales", period="2025-12"), "seller") == []


@pytest.mark.feature("S-082")
def test_the_same_by_team_and_unit_with_the_records_behind(sold: Newsroom) -> None:
    answer = sold.report("helen", "team-sales", **Q4)
    assert sorted(table(answer, "unit", "team", *FIGURES)) == [
        ("North", "Nora", 3, "175.00", "80.00", "7.50", "0.0938", "300.00", "150.00", "0.5000"),
        ("South", "Helen", 1, "140.00", "140.00", "140.00", "1.0000", "100.00", "140.00", "1.4000"),
    ]
    north = next(row for row in answer["rows"] if row["unit"] == "North")
    cell = {"unit_id": north["unit_id"], "team_id": north["team_id"], "time": "2026-Q4", **Q4}
    behind = sold.report("helen", "team-sales", "list_report_records", **cell)["data"]
    assert sorted(f"{one['kind']} {one['name']}" for one in behind) == [
        "order SO-one", "order SO-three", "order SO-two", "quota 2026-10-01..2026-10-31",
        "quota 2026-11-01..2026-11-30",
    ]  # fmt: skip
    into = sold.report("helen", "seller-sales", org_unit=sold.units["NORTH"], **Q4)
    assert sorted(table(into, "seller", "amount")) == [("Nils", "150.00"), ("Nina", "25.00")]
    whole = sold.report("helen", "team-sales", org_unit=sold.units["HQ"], include_children=True, **Q4)
    assert whole["totals"] == answer["totals"]


@pytest.mark.parametrize(
    ("who", "sellers"),
    [("helen", ["Nils", "Nina", "Sara"]), ("nora", ["Nils", "Nina"]), ("nils", ["Nils"]), ("stan", ["Sara"])],
)
@pytest.mark.feature("S-082")
def test_everybody_sees_exactly_their_part(sold_here: Newsroom, who: str, sellers: list[str]) -> None:
    answer = sold_here.report(who, "seller-sales", **Q4)
    assert sorted(row["seller"] for row in answer["rows"]) == sellers
    units = {"Nils": "North", "Nina": "North", "Sara": "South"}
    teams = sold_here.report(who, "team-sales", **Q4)
    assert sorted(row["unit"] for row in teams["rows"]) == sorted({units[seller] for seller in sellers})
    assert answer["totals"] == teams["totals"]
    with pytest.raises(NotFound):
        sold_here.report("sara", "team-sales", org_unit=sold_here.units["NORTH"])
    with pytest.raises(NotFound):
        sold_here.report("nora", "seller-sales", owner=sold_here.people["sara"].user_id)


def test_what_was_sold_and_asked_for_stays_where_it_was_when_people_and_units_move(sold_here: Newsroom) -> None:
    before = sold_here.report("helen", "team-sales", **Q4)
    north = sold_here.report("helen", "team-sales", org_unit=sold_here.units["NORTH"], include_children=True, **Q4)
    with sold_here.database.write() as session:
        nils = sold_here.people["nils"].user_id
        moved = {"unit_id": sold_here.units["SOUTH"], "path": "/1/5/3/"}
        session.execute(update(OrgPersonReplica).where(OrgPersonReplica.id == nils).values(**moved))
        session.execute(update(OrgUnitReplica).where(OrgUnitReplica.code == "NORTH").values(path="/1/3/2/"))
    after = sold_here.report("helen", "team-sales", **Q4)
    assert after["rows"] == before["rows"]
    again = sold_here.report("helen", "team-sales", org_unit=sold_here.units["NORTH"], include_children=True, **Q4)
    assert (again["rows"], again["totals"]) == (north["rows"], north["totals"])
    sell(sold_here, "later", "2026-12-01", ("chair", 1, "1.00"), owner="sara")
    south = sold_here.report("helen", "team-sales", org_unit=sold_here.units["SOUTH"], **Q4)
    assert table(south, "amount") == [("141.00",)]


def test_an_order_that_is_handed_over_counts_for_whoever_sold_it(sold_here: Newsroom) -> None:
    handed = order_event(
        sold_here,
        orders.OrderProgressed,
        "one",
        (("lamp", 2, "30.00"), ("chair", 1, "70.00")),
        version=2,
        owner="sara",
        confirmed_at="2026-10-05T09:00:00+00:00",
        **places("sara"),
    )
    sold_here.take((handed, 2))
    answer = sold_here.report("helen", "seller-sales", **Q4)
    assert ("Nils", "150.00", "7.50") in table(answer, "seller", "amount", "margin")


def test_quotas_and_costs_end_up_the_same_however_they_are_told(sold_here: Newsroom) -> None:
    first = quota_event(sold_here, "told", "2027-01-01", "2027-01-31", "10.00")
    moved = {"unit_path": "/1/3/", "owner_path": "/1/5/3/"}
    later = quota_event(sold_here, "told", "2027-01-01", "2027-01-31", "20.00", version=2, **moved)
    latest = quota_event(sold_here, "told", "2027-01-01", "2027-01-31", "30.00", version=3, **moved)
    seen = set()
    for turn, order in enumerate(permutations((first, later, latest))):
        for event in order:
            named = {**event.data(), "quota_id": f"00000000-0000-7000-8000-{turn:012}"}
            for _ in range(2):
                sold_here.take((type(event)(**named), event.record_version))
        with sold_here.database.read() as session:
            fact = session.get_one(QuotaFact, f"00000000-0000-7000-8000-{turn:012}")
            seen.add((fact.version, str(fact.amount), fact.set_unit_path, fact.set_superior, fact.standing_version))
    assert seen == {(3, "30", "/1/2/", 2, 1)}
    early = costs_event(sold_here, "early", lamp="4.00")
    sold_here.take((early, 1), (early, 1))
    sell(sold_here, "early", "2026-12-05", ("lamp", 1, "10.00"), owner="olga")
    answer = sold_here.report("helen", "seller-sales", owner=sold_here.people["olga"].user_id)
    assert table(answer, "amount", "margin") == [("10.00", "6.00")]


def test_a_rebuild_from_the_log_gives_the_same_rows(sold: Newsroom) -> None:
    def rows() -> list[Any]:
        with sold.database.read() as session:
            costs = session.execute(select(OrderLineCost.line_id, OrderLineCost.order_id, OrderLineCost.cost)).all()
            names = [one for one in QuotaFact.__table__.columns if one.name not in ("created_at", "updated_at")]
            return sorted(map(str, costs)) + sorted(map(str, session.execute(select(*names)).all()))

    lived, answer = rows(), sold.report("helen", "team-sales", **Q4)
    assert len(lived) == 4 + 7
    progress: list[tuple[int, int]] = []

    def read(source: str, after: int) -> list[Envelope]:
        return [one for one in sold.log if one.source == source and one.position > after][:3]

    with sold.database.write() as session:
        session.execute(delete(OrderLineCost))
        session.execute(update(QuotaFact).values(amount=7, set_unit_path=None))
    ends = {"sales": sold.position}
    rebuild(sold.database, handlers_here(sold.settings), ends, read, lambda *at: progress.append(at))
    assert progress[-1] == (sold.position, sold.position)
    assert rows() == lived
    assert sold.report("helen", "team-sales", **Q4)["rows"] == answer["rows"]


@pytest.mark.parametrize("query", [{"grain": "week"}, {"period": "2026-13"}, {"limit": 0}, {"team": "x"}])
def test_what_is_no_question_is_refused(sold_here: Newsroom, query: Any) -> None:
    for report in ("seller-sales", "team-sales"):
        with pytest.raises(Malformed):
            sold_here.report("helen", report, **query)
