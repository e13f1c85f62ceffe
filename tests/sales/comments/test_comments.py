"""Comments on customers through the door of the service: who takes part, threads, pages."""

from dataclasses import replace
from typing import Any

import pytest

from services.sales.comments import rules
from shared.actor import Reach
from shared.errors import Malformed, NotFound
from shared.ids import new_id
from tests.sales.desk import Desk, Office


def _customer(office: Office, who: str = "nils") -> str:
    return str(office(who).create_customer(request={"name": f"{who} {new_id()}"})["id"])


def _say(office: Office, who: str, customer_id: str, text: str, reply_to_id: str | None = None) -> Any:
    request = {"text": text, "reply_to_id": reply_to_id}
    return office(who).write_comment(customer_id=customer_id, request=request)


def test_colleagues_who_see_the_customer_talk_about_it(office_anywhere: Office) -> None:
    office = office_anywhere
    customer_id = _customer(office)
    first = _say(office, "nils", customer_id, "Pays late.")
    second = _say(office, "nora", customer_id, "Since when?", first["id"])
    thread = office("helen").list_comments(customer_id=customer_id, query={})
    assert thread == {"data": [second, first], "next": None}
    assert (second["author"]["login"], second["reply_to_id"], second["text"]) == ("nora", first["id"], "Since when?")
    for stranger in ("nina", "sara"):
        with pytest.raises(NotFound):
            office(stranger).list_comments(customer_id=customer_id, query={})
        with pytest.raises(NotFound):
            _say(office, stranger, customer_id, "Me too")


def test_nobody_of_a_customer_reads_or_writes_whatever_they_were_granted(office: Office) -> None:
    customer_id = _customer(office)
    _say(office, "nils", customer_id, "Pays late.")
    for reach in (Reach.CUSTOMER, Reach.ALL):
        desk = office("nils").reaching(reach)
        visitor = Desk(desk.database, replace(desk.who, customer_id=customer_id))
        assert visitor.get_customer(customer_id=customer_id)["id"] == customer_id
        with pytest.raises(rules.CommentsAreForColleagues):
            visitor.list_comments(customer_id=customer_id, query={})
        with pytest.raises(rules.CommentsAreForColleagues):
            visitor.write_comment(customer_id=customer_id, request={"text": "Hello?"})


def test_one_answers_a_comment_on_the_same_customer(office: Office) -> None:
    here, there = _customer(office), _customer(office)
    elsewhere = _say(office, "nils", there, "Other matter")
    for unknown in (elsewhere["id"], new_id()):
        with pytest.raises(rules.CommentIsUnknown):
            _say(office, "nils", here, "Yes", unknown)


@pytest.mark.parametrize("body", [{}, {"text": " "}, {"text": 7}, {"text": "x", "author_id": new_id()}])
def test_a_wrong_comment_is_refused(office: Office, body: dict[str, Any]) -> None:
    customer_id = _customer(office)
    with pytest.raises(Malformed):
        office("nils").write_comment(customer_id=customer_id, request=body)
    assert office("nils").list_comments(customer_id=customer_id, query={})["data"] == []


def test_a_thread_is_read_page_by_page_and_a_repeated_key_says_it_once(office: Office) -> None:
    customer_id = _customer(office)
    said = [_say(office, "nils", customer_id, f"{number}")["text"] for number in range(5)]
    keyed = office("nils").keyed("k")
    for _ in range(2):
        keyed.write_comment(customer_id=customer_id, request={"text": "once"})
    read, before = [], None
    while True:
        query = {"limit": 2} | ({"before": before} if before else {})
        page = office("nils").list_comments(customer_id=customer_id, query=query)
        read += [one["text"] for one in page["data"]]
        if (before := page["next"]) is None:
            break
    assert read == ["once", *reversed(said)]


def test_the_event_says_that_something_was_said_and_not_what(office: Office) -> None:
    customer_id = _customer(office)
    [event] = office.events(_say(office, "nils", customer_id, "Pays late.")["id"])
    assert (event.type, event.data["customer_id"]) == ("tenon.sales.comment.written.v1", customer_id)
    assert (event.owner_id, "Pays late." in str(event.data)) == (office.person("nils"), False)
