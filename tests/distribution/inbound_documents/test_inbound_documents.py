"""Inbound documents through the door: posting raises stock once, voiding takes back only what still lies there free."""

from typing import Any

import pytest

from shared.errors import Conflict, NotFound
from shared.ids import new_id
from tests.distribution.depot import Depot, in_parallel


def post(depot: Depot, document_id: str, who: str = "nina", key: str | None = None) -> Any:
    return depot.call(who, "post_inbound_document", document_id=document_id, request={}, key=key)


def void(depot: Depot, document_id: str, who: str = "nina") -> Any:
    return depot.call(who, "void_inbound_document", document_id=document_id, request={"reason": "sent back"})


def test_posting_raises_stock_once_however_often_it_is_tried(depot: Depot, warehouse: str) -> None:
    item = depot.item()
    document = depot.document("inbound", warehouse, {item: 7})
    key = new_id()
    first = post(depot, document, key=key)
    assert first == post(depot, document, key=key)
    answers = in_parallel(lambda _: post(depot, document), 4)
    assert {answer.code for answer in answers} == {"inbound_document_state_forbids"}
    assert depot.stock(item) == (7, 0)
    assert depot.moves(document) == [("inbound", 7, 0)]
    assert depot.told(document) == ["created", "posted"]


def test_voiding_writes_a_reversing_move(depot: Depot, warehouse: str) -> None:
    item = depot.item()
    document = depot.document("inbound", warehouse, {item: 7})
    post(depot, document)
    assert void(depot, document)["status"] == "void"
    assert depot.stock(item) == (0, 0)
    assert depot.moves(document) == [("inbound", 7, 0), ("reversal", -7, 0)]
    depot.ensure_sound()


def test_voiding_is_refused_where_it_would_make_stock_negative(depot: Depot, warehouse: str) -> None:
    item = depot.item()
    document = depot.document("inbound", warehouse, {item: 7})
    post(depot, document)
    outbound = depot.document("outbound", warehouse, {item: 1})
    depot.call("nina", "post_outbound_document", document_id=outbound, request={})
    with pytest.raises(Conflict) as refused:
        void(depot, document)
    assert refused.value.code == "stock_short"
    assert depot.stock(item) == (6, 0)
    assert depot.told(document) == ["created", "posted"]


def test_voiding_is_refused_where_the_goods_are_promised(depot: Depot, warehouse: str) -> None:
    item = depot.item()
    document = depot.document("inbound", warehouse, {item: 7})
    post(depot, document)
    depot.order({item: 1})
    with pytest.raises(Conflict) as refused:
        void(depot, document)
    assert refused.value.extra["short"][0]["available"] == 6


def test_two_lines_of_one_item_count_both(depot: Depot, warehouse: str) -> None:
    item = depot.item()
    lines = [{"item_id": item, "quantity": 2}, {"item_id": item, "quantity": 3}]
    made = depot.call("nina", "create_inbound_document", request={"warehouse_id": warehouse, "lines": lines})
    post(depot, made["id"])
    assert depot.stock(item) == (5, 0)
    assert depot.moves(made["id"]) == [("inbound", 2, 0), ("inbound", 3, 0)]


def test_first_goods_of_an_item_may_come_from_many_at_once(depot: Depot, warehouse: str) -> None:
    item = depot.item()
    documents = [depot.document("inbound", warehouse, {item: 2}) for _ in range(8)]
    answers = in_parallel(lambda number: post(depot, documents[number]), 8)
    assert [answer["status"] for answer in answers] == ["posted"] * 8
    assert depot.stock(item) == (16, 0)
    depot.ensure_sound()


def test_another_branch_does_not_know_the_document(depot: Depot, warehouse: str) -> None:
    document = depot.document("inbound", warehouse, {depot.item(): 7})
    for verb in (post, void):
        with pytest.raises(NotFound):
            verb(depot, document, who="sara")
    assert depot.call("nora", "get_inbound_document", document_id=document)["status"] == "draft"
