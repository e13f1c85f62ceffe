"""Outbound documents through the door: posting lowers stock once, voiding raises it again, nothing goes below zero."""

from dataclasses import replace
from typing import Any

import pytest
from marshmallow import ValidationError

from shared.contracts.distribution.outbound_documents import CreateOutboundDocument
from shared.contracts.faults import faults_of
from shared.errors import Conflict, Forbidden, NotFound, RuleBroken
from shared.ids import new_id
from tests.distribution.depot import Depot, in_parallel


def post(depot: Depot, document_id: str, who: str = "nina", key: str | None = None) -> Any:
    return depot.call(who, "post_outbound_document", document_id=document_id, request={}, key=key)


def void(depot: Depot, document_id: str, who: str = "nina") -> Any:
    return depot.call(who, "void_outbound_document", document_id=document_id, request={"reason": "counted wrong"})


def test_posting_lowers_stock_once(depot: Depot, warehouse: str) -> None:
    item = depot.item(warehouse, 60)
    document = depot.document("outbound", warehouse, {item: 10})
    assert depot.stock(item) == (60, 0)
    posted = post(depot, document)
    assert (posted["status"], posted["version"]) == ("posted", 2)
    assert posted["number"].startswith("OUT-NORTH-")
    assert posted["lines"][0]["item"]["id"] == item
    with pytest.raises(Conflict) as refused:
        post(depot, document)
    assert (refused.value.code, refused.value.extra["status"]) == ("outbound_document_state_forbids", "posted")
    assert depot.stock(item) == (50, 0)
    assert depot.moves(document) == [("outbound", -10, 0)]
    assert depot.told(document) == ["created", "posted"]


def test_a_retried_post_gets_the_same_answer(depot: Depot, warehouse: str) -> None:
    item = depot.item(warehouse, 60)
    document = depot.document("outbound", warehouse, {item: 10})
    key = new_id()
    assert post(depot, document, key=key) == post(depot, document, key=key)
    assert depot.stock(item) == (50, 0)


def test_a_hundred_parallel_posts_on_sixty_pieces_succeed_sixty_times(depot: Depot, warehouse: str) -> None:
    item = depot.item(warehouse, 60)
    documents = [depot.document("outbound", warehouse, {item: 1}) for _ in range(100)]
    answers = in_parallel(lambda number: post(depot, documents[number], key=new_id()), 100)
    refusals = [answer for answer in answers if isinstance(answer, Conflict)]
    assert len([answer for answer in answers if isinstance(answer, dict)]) == 60
    assert len(refusals) == 40
    assert {refusal.code for refusal in refusals} == {"stock_short"}
    assert refusals[0].extra["short"] == [
        {"warehouse_id": warehouse, "item_id": item, "wanted": 1, "available": 0},
    ]
    assert depot.stock(item) == (0, 0)
    depot.ensure_sound()


def test_the_same_document_posted_by_many_at_once_moves_stock_once(depot: Depot, warehouse: str) -> None:
    item = depot.item(warehouse, 60)
    document = depot.document("outbound", warehouse, {item: 5})
    answers = in_parallel(lambda _: post(depot, document), 8)
    assert len([answer for answer in answers if isinstance(answer, dict)]) == 1
    assert depot.stock(item) == (55, 0)


def test_documents_that_name_the_same_items_the_other_way_round_do_not_lock_each_other_out(
    depot: Depot, warehouse: str
) -> None:
    saw, vice = depot.item(warehouse, 100), depot.item(warehouse, 100)
    lines = ({saw: 1, vice: 1}, {vice: 1, saw: 1})
    documents = [depot.document("outbound", warehouse, lines[number % 2]) for number in range(30)]
    answers = in_parallel(lambda number: post(depot, documents[number]), 30)
    assert [answer["status"] for answer in answers] == ["posted"] * 30
    assert (depot.stock(saw), depot.stock(vice)) == ((70, 0), (70, 0))


def test_one_short_item_keeps_back_the_whole_document(depot: Depot, warehouse: str) -> None:
    plenty, few = depot.item(warehouse, 60), depot.item(warehouse, 3)
    document = depot.document("outbound", warehouse, {plenty: 10, few: 4})
    with pytest.raises(Conflict) as refused:
        post(depot, document)
    assert refused.value.code == "stock_short"
    assert [(short["item_id"], short["available"]) for short in refused.value.extra["short"]] == [(few, 3)]
    assert (depot.stock(plenty), depot.stock(few)) == ((60, 0), (3, 0))
    assert depot.told(document) == ["created"]


def test_voiding_writes_the_reversing_move(depot: Depot, warehouse: str) -> None:
    item = depot.item(warehouse, 60)
    document = depot.document("outbound", warehouse, {item: 10})
    post(depot, document)
    assert void(depot, document)["void_reason"] == "counted wrong"
    assert depot.stock(item) == (60, 0)
    assert depot.moves(document) == [("outbound", -10, 0), ("reversal", 10, 0)]
    with pytest.raises(Conflict):
        void(depot, document)
    depot.ensure_sound()


def test_voiding_a_draft_moves_nothing(depot: Depot, warehouse: str) -> None:
    item = depot.item(warehouse, 60)
    document = depot.document("outbound", warehouse, {item: 10})
    assert void(depot, document)["status"] == "void"
    assert depot.moves(document) == []
    with pytest.raises(Conflict):
        post(depot, document)


@pytest.mark.parametrize("who", ["sara", "olga"])
def test_another_branch_does_not_know_the_document(depot: Depot, warehouse: str, who: str) -> None:
    item = depot.item(warehouse, 60)
    document = depot.document("outbound", warehouse, {item: 10})
    for verb in (post, void):
        with pytest.raises(NotFound):
            verb(depot, document, who=who)
    assert depot.call(who, "list_outbound_documents", query={"count": "exact"})["count"] == 0
    with pytest.raises(NotFound):
        depot.document("outbound", warehouse, {item: 1}, who=who)


def test_an_item_that_is_not_recorded_cannot_be_moved(depot: Depot, warehouse: str) -> None:
    stranger = new_id()
    with pytest.raises(RuleBroken) as refused:
        depot.document("outbound", warehouse, {stranger: 1})
    assert (refused.value.code, refused.value.extra["items"]) == ("item_unknown", [stranger])


@pytest.mark.parametrize("quantity", [0, -1, 1.5, "3", True, None])
def test_pieces_are_whole_and_above_zero(quantity: Any) -> None:
    body = {"warehouse_id": new_id(), "lines": [{"item_id": new_id(), "quantity": quantity}]}
    with pytest.raises(ValidationError) as refused:
        CreateOutboundDocument().load(body)
    assert [fault.pointer for fault in faults_of(refused.value)] == ["/lines/0/quantity"]


@pytest.mark.parametrize("member", ["status", "number", "owner_id", "org_unit_id", "posted_at", "version"])
def test_what_the_house_decides_cannot_be_sent(member: str) -> None:
    body = {"warehouse_id": new_id(), "lines": [{"item_id": new_id(), "quantity": 1}], member: "posted"}
    with pytest.raises(ValidationError) as refused:
        CreateOutboundDocument().load(body)
    assert [fault.pointer for fault in faults_of(refused.value)] == [f"/{member}"]


def test_a_closed_warehouse_gives_nothing_out(depot: Depot, warehouse: str) -> None:
    item = depot.item()
    document = depot.document("outbound", warehouse, {item: 1})
    depot.call("nina", "close_warehouse", warehouse_id=warehouse, request={})
    with pytest.raises(Conflict) as refused:
        post(depot, document)
    assert refused.value.code == "warehouse_is_closed"


def test_whoever_sees_but_does_not_reach_is_forbidden(depot: Depot, warehouse: str) -> None:
    document = depot.document("outbound", warehouse, {depot.item(warehouse, 5): 1})
    depot.people["sara"] = replace(depot.people["sara"], sight=depot.people["helen"].reaches)
    with pytest.raises(Forbidden):
        post(depot, document, who="sara")
