"""Ratings, notes and reporting lines of contacts through the door of the service."""

from datetime import timedelta
from typing import Any

import pytest

from services.sales.contacts import rules
from shared.actor import Reach
from shared.clock import today
from shared.errors import Forbidden, Malformed, NotFound
from shared.ids import new_id
from tests.sales.desk import Office


def _customer(office: Office, who: str = "nils") -> str:
    return str(office(who).create_customer(request={"name": f"{who} {new_id()}"})["id"])


def _contact(office: Office, customer_id: str, name: str = "Ada", who: str = "nils", **fields: Any) -> str:
    request = {"name": name, "customer_id": customer_id, **fields}
    return str(office(who).create_contact(request=request)["id"])


def _rate(office: Office, contact_id: str, influence: int, attitude: int, **more: Any) -> Any:
    request = {"influence": influence, "attitude": attitude, **more}
    return office("nils").rate_contact(contact_id=contact_id, request=request)


def test_the_rating_of_the_latest_day_stands_and_all_are_kept(office_anywhere: Office) -> None:
    office = office_anywhere
    ada = _contact(office, _customer(office))
    day = today() - timedelta(days=3)
    for marks, rated_on in (((3, 3), day), ((5, 1), today()), ((1, 1), day), ((5, 2), today())):
        _rate(office, ada, *marks, rated_on=rated_on.isoformat())
    shown = office("nora").get_contact(contact_id=ada)
    assert (shown["influence"], shown["attitude"], shown["rated_on"]) == (5, 2, today().isoformat())
    kept = office("nora").list_contact_ratings(contact_id=ada, query={})["data"]
    assert [(one["influence"], one["attitude"]) for one in kept] == [(5, 2), (1, 1), (5, 1), (3, 3)]
    assert {one["author"]["login"] for one in kept} == {"nils"}
    history = office("nora").list_contact_history(contact_id=ada)["data"]
    assert [entry["changes"].get("attitude") for entry in history[1:]] == [
        {"before": None, "after": 3},
        {"before": 3, "after": 1},
        None,
        {"before": 1, "after": 2},
    ]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"influence": 3},
        {"influence": 0, "attitude": 3},
        {"influence": 3, "attitude": 6},
        {"influence": "3", "attitude": 3},
        {"influence": 3, "attitude": 3, "author_id": "x"},
    ],
)
def test_a_wrong_rating_is_refused(office: Office, body: dict[str, Any]) -> None:
    ada = _contact(office, _customer(office))
    with pytest.raises(Malformed):
        office("nils").rate_contact(contact_id=ada, request=body)


def test_nobody_is_rated_on_a_day_to_come(office: Office) -> None:
    ada = _contact(office, _customer(office))
    with pytest.raises(rules.RatingIsInTheFuture):
        _rate(office, ada, 3, 3, rated_on=(today() + timedelta(days=1)).isoformat())
    assert office("nils").list_contact_ratings(contact_id=ada, query={})["data"] == []


def test_a_note_is_kept_found_and_in_the_history(office_anywhere: Office) -> None:
    office = office_anywhere
    ada = _contact(office, _customer(office), phone="0171 55667788", address="Millroad 7")
    office("nils").note_contact(contact_id=ada, request={"text": "Prefers zeppelins. 喜欢飞艇"})
    office("nils").change_contact(contact_id=ada, request={"title": "Dr"})
    for words in ("zeppelins", "飞艇", "556677", "millroad", "dr zepp"):
        assert [row["id"] for row in office("nora").list_contacts(query={"q": words})["data"]] == [ada], words
        assert office("sara").list_contacts(query={"q": words})["data"] == []
    [_, noted, _] = office("nils").list_contact_history(contact_id=ada)["data"]
    assert (noted["actor"]["name"], noted["changes"]["advice"]["after"][:7]) == ("Nils", "Prefers")
    [note] = office("nils").list_contact_notes(contact_id=ada, query={})["data"]
    assert (note["author"]["login"], note["text"]) == ("nils", "Prefers zeppelins. 喜欢飞艇")


def test_who_does_not_see_the_contact_neither_rates_nor_reads(office: Office) -> None:
    ada = _contact(office, _customer(office))
    desk = office("sara")
    for attempt in (
        lambda: desk.rate_contact(contact_id=ada, request={"influence": 1, "attitude": 1}),
        lambda: desk.note_contact(contact_id=ada, request={"text": "x"}),
        lambda: desk.list_contact_ratings(contact_id=ada, query={}),
        lambda: desk.list_contact_notes(contact_id=ada, query={}),
    ):
        with pytest.raises(NotFound):
            attempt()
    with pytest.raises(Forbidden):
        office("nina").seeing(Reach.UNIT).note_contact(contact_id=ada, request={"text": "x"})


def test_a_chart_has_reporting_lines_and_only_who_is_in_sight(office_anywhere: Office) -> None:
    office = office_anywhere
    customer_id = _customer(office)
    chief = _contact(office, customer_id, "Chief", role="decider")
    head = _contact(office, customer_id, "Head", reports_to_id=chief, role="user")
    clerk = _contact(office, customer_id, "Clerk", reports_to_id=head)
    [top] = office("nora").draw_org_chart(customer_id=customer_id)["data"]
    assert (top["id"], top["role"], top["reports_to_id"]) == (chief, "decider", None)
    [middle] = top["reports"]
    assert (middle["id"], middle["role"], middle["reports_to_id"]) == (head, "user", chief)
    assert [one["id"] for one in middle["reports"]] == [clerk]
    office("nils").transfer_contact(contact_id=head, request={"owner_id": office.person("nina")})
    chart = office("nils").draw_org_chart(customer_id=customer_id)["data"]
    assert [(one["id"], one["reports_to_id"], one["reports"]) for one in chart] == [
        (chief, None, []),
        (clerk, None, []),
    ]
    with pytest.raises(NotFound):
        office("sara").draw_org_chart(customer_id=customer_id)


def test_reporting_lines_form_a_tree_within_one_customer(office_anywhere: Office) -> None:
    office = office_anywhere
    customer_id, desk = _customer(office), office_anywhere("nils")
    ids = [_contact(office, customer_id, "0")]
    for number in range(1, rules.DEEPEST_CHART):
        ids.append(_contact(office, customer_id, str(number), reports_to_id=ids[-1]))
    for superior_id in (ids[0], ids[5], ids[-1]):
        with pytest.raises(rules.ContactReportsToItself):
            desk.change_contact(contact_id=ids[0], request={"reports_to_id": superior_id})
    over = _contact(office, customer_id, "over")
    with pytest.raises(rules.ContactReportsToItself):
        desk.change_contact(contact_id=ids[0], request={"reports_to_id": over})
    elsewhere = _contact(office, _customer(office))
    with pytest.raises(rules.SuperiorIsElsewhere):
        desk.change_contact(contact_id=over, request={"reports_to_id": elsewhere})
    hidden = _contact(office, _customer(office, "sara"), who="sara")
    for unknown in (hidden, new_id()):
        with pytest.raises(rules.SuperiorIsUnknown):
            desk.change_contact(contact_id=over, request={"reports_to_id": unknown})
    moved = desk.change_contact(contact_id=ids[-1], request={"customer_id": _customer(office)})
    assert moved["reports_to_id"] is None
