"""Quotations through the door of the service: versions, steps, prices, and who may see them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from services.sales.quotations import queries
from services.sales.quotations.model import Quotation
from shared.actor import SYSTEM_ID, Reach
from shared.clock import today
from shared.contracts.sales import quotations as contract
from shared.errors import Conflict, Forbidden, Malformed, NotFound, Refusal, Stale
from shared.ids import new_id
from shared.persistence.database import Database
from tests.days import iso_day
from tests.sales.desk import NOBODY, Office, open_office

STEPS: dict[str, dict[str, Any]] = {
    "send": {},
    "accept": {},
    "refuse": {"reason": "too dear"},
    "expire": {},
    "revise": {},
}
ROADS: dict[str, tuple[str, ...]] = {
    "draft": (),
    "sent": ("send",),
    "accepted": ("send", "accept"),
    "refused": ("send", "refuse"),
    "expired": ("send", "expire"),
}
ALLOWED = {
    ("draft", "send"): "sent",
    ("sent", "accept"): "accepted",
    ("sent", "refuse"): "refused",
    ("sent", "revise"): "draft",
    ("refused", "revise"): "draft",
    ("expired", "revise"): "draft",
}


def _step(office: Office, quotation_id: str, verb: str, who: str = "nils") -> Any:
    if verb == "expire":
        _let_time_pass(office, quotation_id)
    return getattr(office(who), f"{verb}_quotation")(quotation_id=quotation_id, request=STEPS[verb])


def _let_time_pass(office: Office, quotation_id: str) -> None:
    """As if the offer had been sent a month ago."""
    with office.branches.database.write() as session:
        quotation = queries.get_quotation(session, office("helen").who, quotation_id)
        quotation.valid_until = quotation.latest.valid_until = today() - timedelta(days=1)


def _product(office: Office, code: str = "GTX", price: str = "10.00") -> str:
    request = {"code": code, "name": f"{code} Basic", "list_price": price}
    return str(office("helen").create_product(request=request)["id"])


def _deal(office: Office, who: str = "nils") -> str:
    return str(office(who).open_opportunity(request={"name": "Mill"})["id"])


def _body(office: Office, **more: Any) -> dict[str, Any]:
    lines = [{"product_id": _product(office), "quantity": 3, "tax_percent": "19"}]
    return {"opportunity_id": _deal(office), "valid_until": iso_day(30), "lines": lines, **more}


def _quotation(office: Office, status: str = "draft") -> str:
    quotation_id = str(office("nils").create_quotation(request=_body(office))["id"])
    for verb in ROADS[status]:
        _step(office, quotation_id, verb)
    return quotation_id


def test_a_quotation_takes_prices_from_the_catalogue_and_counts_them_up(office_anywhere: Office) -> None:
    gtx, mg = _product(office_anywhere), _product(office_anywhere, "MG", "55.00")
    lines = [
        {"product_id": gtx, "quantity": 3, "tax_percent": "19"},
        {"product_id": mg, "quantity": 1, "unit_price": "50.005", "discount_percent": "12.5", "tax_percent": "7"},
    ]
    made = office_anywhere("nils").create_quotation(request=_body_of(office_anywhere, lines))
    [version] = made["versions"]
    assert made["number"] == f"QT-NORTH-{today().year}-000001"
    assert (made["status"], made["latest_version"], made["currency"]) == ("draft", 1, "USD")
    assert [
        (line["code"], line["unit_price"], line["net"], line["tax"], line["gross"]) for line in version["lines"]
    ] == [
        ("GTX", "10.00", "30.00", "5.70", "35.70"),
        ("MG", "50.0050", "43.75", "3.06", "46.81"),
    ]
    assert (made["net"], made["tax"], made["gross"]) == ("73.75", "8.76", "82.51")
    assert office_anywhere("nils").get_quotation(quotation_id=made["id"]) == made


def _body_of(office: Office, lines: list[dict[str, Any]]) -> dict[str, Any]:
    return {"opportunity_id": _deal(office), "valid_until": iso_day(30), "lines": lines}


@pytest.mark.parametrize("verb", list(STEPS))
@pytest.mark.parametrize("status", list(ROADS))
def test_each_step_is_known_in_its_states_and_refused_in_all_others(office: Office, status: str, verb: str) -> None:
    quotation_id = _quotation(office, status)
    before = office("nils").get_quotation(quotation_id=quotation_id)
    if (status, verb) in ALLOWED:
        body = {"valid_until": iso_day(30)} if verb == "revise" else STEPS[verb]
        after = getattr(office("nils"), f"{verb}_quotation")(quotation_id=quotation_id, request=body)
        assert (after["status"], after["version"]) == (ALLOWED[status, verb], before["version"] + 1)
        return
    with pytest.raises(Refusal) as refused:
        getattr(office("nils"), f"{verb}_quotation")(quotation_id=quotation_id, request=STEPS[verb])
    expected = "quotation_still_valid" if (status, verb) == ("sent", "expire") else "quotation_state_forbids"
    assert refused.value.code == expected
    assert office("nils").get_quotation(quotation_id=quotation_id) == before


def test_a_sent_version_never_changes_and_a_revision_begins_from_it(office_anywhere: Office) -> None:
    desk = office_anywhere("nils")
    quotation_id = _quotation(office_anywhere, "sent")
    sent = desk.get_quotation(quotation_id=quotation_id)["versions"][0]
    with pytest.raises(Conflict) as refused:
        desk.change_quotation(quotation_id=quotation_id, request={"note": "cheaper"})
    assert refused.value.code == "quotation_version_fixed"
    desk.revise_quotation(quotation_id=quotation_id, request={})
    line = {"product_id": sent["lines"][0]["product_id"], "quantity": 2, "unit_price": "9.00"}
    revised = desk.change_quotation(quotation_id=quotation_id, request={"lines": [line]})
    first, second = revised["versions"]
    assert first == {**sent, "status": "superseded"}
    assert (second["number"], second["status"], second["net"], revised["net"]) == (2, "draft", "18.00", "18.00")
    assert desk.get_quotation(quotation_id=quotation_id) == revised


def test_a_quotation_has_so_many_versions_and_no_more(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "MOST_VERSIONS", 2)
    desk, quotation_id = office("nils"), _quotation(office, "sent")
    desk.revise_quotation(quotation_id=quotation_id, request={})
    second = desk.send_quotation(quotation_id=quotation_id, request={})
    with pytest.raises(Conflict) as refused:
        desk.revise_quotation(quotation_id=quotation_id, request={})
    assert refused.value.code == "quotation_versions_exhausted"
    assert desk.get_quotation(quotation_id=quotation_id) == second
    assert [version["status"] for version in second["versions"]] == ["superseded", "sent"]


@pytest.mark.parametrize("status", ["sent", "accepted", "refused", "expired"])
def test_only_a_draft_is_edited(office: Office, status: str) -> None:
    quotation_id = _quotation(office, status)
    with pytest.raises(Conflict) as refused:
        office("nils").change_quotation(quotation_id=quotation_id, request={"valid_until": iso_day(30)})
    assert refused.value.extra == {"status": status}


@pytest.mark.parametrize(
    "change",
    [
        lambda office, product_id: office("helen").change_product(
            product_id=product_id, request={"list_price": "12.00"}
        ),
        lambda office, product_id: office("helen").change_product(product_id=product_id, request={"name": "GTX 2"}),
        lambda office, product_id: office("helen").retire_product(product_id=product_id, request={}),
    ],
)
def test_a_later_catalogue_leaves_the_offer_as_it_was_and_flags_it(
    office: Office, change: Callable[[Office, str], Any]
) -> None:
    quotation_id = _quotation(office, "sent")
    [before] = office("nils").get_quotation(quotation_id=quotation_id)["versions"][0]["lines"]
    change(office, before["product_id"])
    [after] = office("nils").get_quotation(quotation_id=quotation_id)["versions"][0]["lines"]
    assert (before["catalogue_changed"], after) == (False, {**before, "catalogue_changed": True})


def test_one_quotation_of_a_deal_is_accepted_and_gives_its_lines_to_the_order(office: Office) -> None:
    body = _body(office)
    first, second = (office("nils").create_quotation(request=body)["id"] for _ in range(2))
    for quotation_id in (first, second):
        _step(office, quotation_id, "send")
    _step(office, first, "accept")
    with pytest.raises(Conflict) as refused:
        _step(office, second, "accept")
    assert (refused.value.code, refused.value.extra) == ("quotation_another_accepted", {"quotation_id": first})
    with office.branches.database.read() as session:
        accepted = queries.accepted_quotation(session, body["opportunity_id"])
        assert queries.accepted_lines(session, new_id()) == ()
    assert accepted is not None
    assert (accepted.quotation_id, str(accepted.net)) == (first, "30")
    assert [(line.code, line.quantity, str(line.amount)) for line in accepted.lines] == [("GTX", 3, "30")]


def test_two_quotations_accepted_at_once_leave_one_accepted(postgres_url: str) -> None:
    office = open_office(Database(postgres_url))
    body = _body(office)
    ids = [office("nils").create_quotation(request=body)["id"] for _ in range(4)]
    for quotation_id in ids:
        _step(office, quotation_id, "send")

    def accept(quotation_id: str) -> str:
        try:
            return str(_step(office, quotation_id, "accept")["status"])
        except Conflict as refusal:
            return refusal.code

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(accept, ids))
    statuses = sorted(row["status"] for row in office("nils").list_quotations(query={})["data"])
    assert (answers.count("accepted"), statuses) == (1, ["accepted", "sent", "sent", "sent"])
    assert set(answers) <= {"accepted", "quotation_another_accepted", "already_exists"}
    office.branches.database.close()


@pytest.mark.parametrize("verb", ["get", "change", *STEPS])
@pytest.mark.parametrize(
    ("who", "sight", "refusal"),
    [("sara", Reach.OWN, NotFound), ("nina", Reach.OWN, NotFound), ("nina", Reach.UNIT, Forbidden)],
)
def test_a_colleagues_quotation_is_not_ones_own(
    office: Office, verb: str, who: str, sight: Reach, refusal: type[Refusal]
) -> None:
    quotation_id = _quotation(office)
    arguments = {} if verb == "get" else {"request": STEPS.get(verb, {"note": "x"})}
    with pytest.raises(NotFound if verb == "get" else refusal):
        getattr(office(who).seeing(sight), f"{verb}_quotation")(quotation_id=quotation_id, **arguments)
    assert office("nils").get_quotation(quotation_id=quotation_id)["version"] == 1


def test_a_manager_sees_the_quotations_of_the_team_and_a_seller_only_own_ones(office_anywhere: Office) -> None:
    product_id = _product(office_anywhere)
    for who in ("nils", "nina", "sara"):
        line = {"product_id": product_id, "quantity": 1}
        body = {"opportunity_id": _deal(office_anywhere, who), "valid_until": iso_day(30), "lines": [line]}
        office_anywhere(who).create_quotation(request=body)
    seen = {
        who: {row["owner"]["login"] for row in office_anywhere(who).list_quotations(query={})["data"]}
        for who in ("nils", "nina", "sara", "nora", "helen")
    }
    assert seen == {
        "nils": {"nils"},
        "nina": {"nina"},
        "sara": {"sara"},
        "nora": {"nils", "nina"},
        "helen": {"nils", "nina", "sara"},
    }


def _on(day: date) -> str:
    return day.isoformat()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (lambda: {"opportunity_id": NOBODY}, "quotation_opportunity_unknown"),
        (lambda: {"valid_until": iso_day(-1)}, "quotation_validity_over"),
        (lambda: {"lines": [{"product_id": NOBODY, "quantity": 1}]}, "product_not_offered"),
        (lambda: {"currency": "EUR"}, "quotation_price_missing"),
    ],
)
def test_a_quotation_against_a_rule_is_refused(
    office: Office, changed: Callable[[], dict[str, Any]], code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        office("nils").create_quotation(request=_body(office, **changed()))
    assert refused.value.code == code
    assert office("helen").list_quotations(query={"count": "exact"})["count"] == 0


def test_an_offer_is_neither_sent_nor_accepted_after_its_last_day(office: Office) -> None:
    draft, sent = _quotation(office), _second(office)
    for quotation_id, verb in ((draft, "send"), (sent, "accept")):
        _let_time_pass(office, quotation_id)
        with pytest.raises(Refusal) as refused:
            _step(office, quotation_id, verb)
        assert refused.value.code == "quotation_validity_over"


def _second(office: Office) -> str:
    line = {"product_id": _product(office, "MG"), "quantity": 1}
    quotation_id = str(office("nils").create_quotation(request=_body_of(office, [line]))["id"])
    _step(office, quotation_id, "send")
    return quotation_id


@pytest.mark.parametrize("verb", ["win", "lose"])
def test_a_closed_deal_gets_no_quotation(office: Office, verb: str) -> None:
    body = _body(office)
    closing = {"amount": "1"} if verb == "win" else {"reason": "no"}
    getattr(office("nils"), f"{verb}_opportunity")(opportunity_id=body["opportunity_id"], request=closing)
    with pytest.raises(Conflict) as refused:
        office("nils").create_quotation(request=body)
    assert refused.value.code == "quotation_deal_closed"


@pytest.mark.parametrize(
    ("line", "pointer"),
    [
        ({"quantity": 0}, "/lines/0/quantity"),
        ({"quantity": 1.5}, "/lines/0/quantity"),
        ({"quantity": "1"}, "/lines/0/quantity"),
        ({"discount_percent": "100.01"}, "/lines/0/discount_percent"),
        ({"tax_percent": "-1"}, "/lines/0/tax_percent"),
        ({"unit_price": 9.5}, "/lines/0/unit_price"),
        ({"net": "1.00"}, "/lines/0/net"),
        ({"product_id": "GTX"}, "/lines/0/product_id"),
    ],
)
def test_a_line_of_the_wrong_shape_is_malformed(office: Office, line: dict[str, Any], pointer: str) -> None:
    body = _body_of(office, [{"product_id": _product(office), "quantity": 1, **line}])
    with pytest.raises(Malformed) as refused:
        office("nils").create_quotation(request=body)
    assert [fault.pointer for fault in refused.value.faults] == [pointer]


@pytest.mark.parametrize("member", ["status", "number", "gross", "owner_id", "accepted_for", "latest_version"])
def test_nothing_is_smuggled_into_a_quotation(office: Office, member: str) -> None:
    assert hasattr(Quotation, member)
    with pytest.raises(Malformed) as refused:
        office("nils").create_quotation(request=_body(office, **{member: "x"}))
    assert [fault.pointer for fault in refused.value.faults] == [f"/{member}"]


def test_an_older_version_of_the_record_is_not_edited(office: Office) -> None:
    quotation_id = _quotation(office)
    office("nils").expecting(1).change_quotation(quotation_id=quotation_id, request={"note": "first"})
    with pytest.raises(Stale):
        office("nils").expecting(1).change_quotation(quotation_id=quotation_id, request={"note": "second"})


def test_the_history_tells_each_step_and_price(office: Office) -> None:
    quotation_id = _quotation(office, "refused")
    entries = office("nils").list_quotation_history(quotation_id=quotation_id)["data"]
    assert [entry["type"].split(".")[3] for entry in entries] == ["created", "sent", "refused"]
    assert entries[2]["changes"] == {
        "refused_reason": {"before": None, "after": "too dear"},
        "status": {"before": "sent", "after": "refused"},
    }
    assert [event.sequence for event in office.events(quotation_id)] == [1, 2, 3]


def test_the_clock_closes_sent_quotations_after_their_last_day_and_nothing_else(office_anywhere: Office) -> None:
    over, standing = _quotation(office_anywhere, "sent"), _second(office_anywhere)
    _let_time_pass(office_anywhere, over)
    for _ in range(2):
        office_anywhere("helen").expire_overdue_quotations()
    statuses = {row["id"]: row["status"] for row in office_anywhere("nils").list_quotations(query={})["data"]}
    assert statuses == {over: "expired", standing: "sent"}
    [*_, expired] = office_anywhere.events(over)
    assert (expired.type, expired.sequence) == ("tenon.sales.quotation.expired.v1", 3)
    assert expired.actor_id == SYSTEM_ID
