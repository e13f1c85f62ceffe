"""What is asked for, counted by segment of the customer, from deals and from requests, whatever order it is told in."""

from typing import Any
from urllib.parse import parse_qsl

import pytest

from services.reporting.needs.rules import words_of
from shared.contracts.sales import customers, needs
from shared.contracts.sales import opportunities as deals
from shared.contracts.service_desk import requests
from shared.errors import Malformed
from shared.ids import new_id
from tests.reporting.customers.telling import customer_event, enter
from tests.reporting.needs.telling import hear_on, need_event, request_event
from tests.reporting.newsroom import Newsroom
from tests.reporting.orders.telling import identity, product

OCTOBER, NOVEMBER = "2026-10-05", "2026-11-05"
COLUMNS = ("segment", "asked_for", "category", "count", "from_deals", "from_requests", "quantity", "customers")


@pytest.fixture
def asked(room_anywhere: Newsroom) -> Newsroom:
    """Acme and Brown are key customers, Cole is a normal one; the lamp is in the catalogue. Sara is of another branch.

    Deals: Acme asks for 3 lamps and for a red rope, Brown for 4 lamps. Requests: Acme asks for a lamp, Cole for a red
    rope in other letters, somebody unknown for a lamp; another request of Acme asks for nothing.
    """
    room = room_anywhere
    product(room, "lamp", "light")
    lamp = identity(room, "lamp")
    for name, level, region in (("Acme", "key", "north"), ("Brown", "key", "south"), ("Cole", "normal", None)):
        enter(room, name, level=level, region=region, industry="mills", customer_type="company")
    for deal, of in (("first", "Acme"), ("second", "Brown")):
        room.tell(room.event(deals.OpportunityOpened, deal, customer_id=room.ids[of], customer_name=of))
    wanted = {"needed_product_id": lamp, "need": None}
    hear_on(
        room,
        OCTOBER,
        (need_event(room, "first", "lamps", need_quantity=3, **wanted), 2),
        (need_event(room, "first", "Red  Rope", 3, need_category="ropes"), 3),
        request_event(room, "lamp", customer_id=room.ids["Acme"], product_id=lamp),
        request_event(room, "nothing", customer_id=room.ids["Acme"]),
    )
    hear_on(
        room,
        NOVEMBER,
        (need_event(room, "second", "lamps", need_quantity=4, **wanted), 2),
        request_event(room, "rope", customer_id=room.ids["Cole"], need="red rope"),
        request_event(room, "stranger", customer_name="Joe", product_id=lamp),
    )
    return room


def table(answer: Any, *names: str) -> list[tuple[Any, ...]]:
    return sorted((tuple(row[name] for name in names or COLUMNS) for row in answer["rows"]), key=str)


EXPECTED = sorted(
    [
        ("key", "lamp", "light", 3, 2, 1, 7, 2),
        ("key", "red rope", "ropes", 1, 1, 0, 0, 1),
        ("normal", "red rope", None, 1, 0, 1, 0, 1),
        (None, "lamp", "light", 1, 0, 1, 0, 0),
    ],
    key=str,
)
TOTALS = [{"count": 6, "from_deals": 3, "from_requests": 3, "quantity": 7, "customers": 3}]


def test_what_is_asked_for_is_counted_by_segment_from_deals_and_from_requests(asked: Newsroom) -> None:
    answer = asked.report("nils", "customer-demand")
    assert table(answer) == EXPECTED
    assert answer["totals"] == TOTALS


@pytest.mark.parametrize(
    ("by", "lamps"),
    [
        ("region", [("north", 2), ("south", 1), (None, 1)]),
        ("industry", [("mills", 3), (None, 1)]),
        ("type", [("company", 3), (None, 1)]),
    ],
)
def test_segments_are_of_what_is_asked(asked: Newsroom, by: str, lamps: list[tuple[str, int]]) -> None:
    rows = asked.report("nils", "customer-demand", by=by)["rows"]
    found = [(row["segment"], row["count"]) for row in rows if row["asked_for"] == "lamp"]
    assert sorted(found, key=str) == sorted(lamps, key=str)
    with pytest.raises(Malformed):
        asked.report("nils", "customer-demand", by="owner")


def test_it_counts_in_the_period_in_which_it_was_recorded(asked: Newsroom) -> None:
    october = asked.report("nils", "customer-demand", period="2026-10")
    assert table(october, "segment", "asked_for", "count", "quantity") == [
        ("key", "lamp", 2, 3),
        ("key", "red rope", 1, 0),
    ]
    assert october["totals"][0]["customers"] == 1
    assert asked.report("nils", "customer-demand", period="2026-09")["rows"] == []


def test_each_row_leads_to_its_deals_and_requests(asked: Newsroom) -> None:
    rows = asked.report("nils", "customer-demand")["rows"]
    lamps = next(row for row in rows if (row["segment"], row["asked_for"]) == ("key", "lamp"))
    query = dict(parse_qsl(lamps["drill"], keep_blank_values=True))
    found = asked.report("nils", "customer-demand", "list_report_records", **query)
    ids = asked.ids
    assert sorted((one["kind"], one["id"]) for one in found["data"]) == sorted(
        [("deal", ids["first"]), ("deal", ids["second"]), ("request", ids["request lamp"])]
    )
    assert asked.report("sara", "customer-demand", "list_report_records", **query)["data"] == []


def test_another_branch_sees_none_but_what_is_shared_with_it(asked: Newsroom) -> None:
    for who in ("sara", "stan", "olga", "nina"):
        assert asked.report(who, "customer-demand")["rows"] == []
    assert asked.report("nora", "customer-demand")["totals"] == TOTALS
    assert asked.report("helen", "customer-demand", org_unit=asked.units["NORTH"])["totals"] == TOTALS
    share = {"share_id": new_id(), "grantee_id": asked.people["sara"].user_id, "grantee_kind": "person"}
    rope = {"customer_id": asked.ids["Cole"], "need": "red rope"}
    shared = {**share, "may_write": False, "until": None}
    asked.take(request_event(asked, "rope", 2, requests.RequestShared, **shared, **rope))
    assert table(asked.report("sara", "customer-demand"), "asked_for", "from_requests") == [("red rope", 1)]
    asked.take(request_event(asked, "rope", 3, requests.RequestShareRevoked, **share, **rope))
    assert asked.report("sara", "customer-demand")["rows"] == []
    asked.tell(asked.share("second", 3, asked.people["sara"].user_id))
    assert table(asked.report("sara", "customer-demand"), "asked_for", "from_deals") == [("lamp", 1)]


def test_a_request_counts_for_whoever_it_was_given_to(asked: Newsroom) -> None:
    claimed = {"customer_id": asked.ids["Cole"], "need": "red rope", "owner": "nina", "status": "claimed"}
    asked.take(request_event(asked, "rope", 2, requests.RequestClaimed, **claimed))
    assert table(asked.report("nina", "customer-demand"), "segment", "asked_for") == [("normal", "red rope")]
    assert "normal" not in {row["segment"] for row in asked.report("nils", "customer-demand")["rows"]}


def test_what_was_withdrawn_or_removed_is_not_counted(asked: Newsroom) -> None:
    withdrawn = {"needed_product_id": identity(asked, "lamp"), "need": None, "need_quantity": 3}
    asked.tell(need_event(asked, "first", "lamps", 4, needs.OpportunityNeedWithdrawn, **withdrawn))
    asked.take(request_event(asked, "lamp", 2, requests.RequestChanged, customer_id=asked.ids["Acme"]))
    asked.tell(asked.event(deals.OpportunityRemoved, "second", version=3))
    asked.take(request_event(asked, "rope", 2, requests.RequestRemoved, need="red rope"))
    assert table(asked.report("nils", "customer-demand"), "segment", "asked_for", "count") == [
        ("key", "red rope", 1),
        (None, "lamp", 1),
    ]


def test_told_twice_and_backwards_it_is_the_same(room_anywhere: Newsroom) -> None:
    room, lamp = room_anywhere, new_id()
    needed = [
        need_event(room, "deal", "rope", 2),
        need_event(room, "deal", "rope", 3, needs.OpportunityNeedChanged, need="cable", need_quantity=9),
        need_event(room, "deal", "chain", 4),
        need_event(room, "deal", "chain", 5, needs.OpportunityNeedWithdrawn),
    ]
    told: list[tuple[str, tuple[Any, int]]] = [
        ("2026-09-01", (room.event(deals.OpportunityOpened, "deal"), 1)),
        *((f"2026-10-0{event.record_version}", (event, event.record_version)) for event in needed),
        ("2026-10-07", request_event(room, "late", 1)),
        ("2026-10-08", request_event(room, "late", 2, requests.RequestChanged, need="cable")),
        ("2026-11-09", request_event(room, "late", 3, requests.RequestChanged, product_id=lamp)),
    ]
    for day, one in [*reversed(told), *told]:
        hear_on(room, day, one)
    answer = room.report("nils", "customer-demand", period="2026-10")
    assert table(answer, "product_id", "need", "from_deals", "from_requests", "quantity") == sorted(
        [(None, "cable", 1, 0, 9), (lamp, None, 0, 1, 0)], key=str
    )
    assert room.report("nils", "customer-demand", period="2026-11")["rows"] == []


def test_merged_customers_are_one_and_two_again_when_that_is_undone(asked: Newsroom) -> None:
    said = {"into_id": asked.ids["Cole"], "into_name": "Cole", "merge_id": new_id()}
    merged = {"version": 2, "level": "key", **said}
    asked.take((customer_event(asked, customers.CustomerMerged, "Acme", **merged), 2))
    assert asked.report("nils", "customer-demand")["totals"][0]["customers"] == 2
    undone = customers.CustomerMergeUndone
    asked.take((customer_event(asked, undone, "Acme", **{**merged, "version": 3}), 3))
    assert asked.report("nils", "customer-demand")["totals"] == TOTALS


@pytest.mark.parametrize(
    ("product_id", "said", "words"),
    [
        (None, " Red\n rope ", "red rope"),
        (None, "STRASSE", "strasse"),
        (None, "straße", "strasse"),
        (None, "ß" * 200, "s" * 200),
        (None, "  ", None),
        (None, None, None),
        ("a product", "red", None),
    ],
)
def test_two_ways_to_write_a_need_are_one(product_id: str | None, said: str | None, words: str | None) -> None:
    assert words_of(product_id, said) == words
