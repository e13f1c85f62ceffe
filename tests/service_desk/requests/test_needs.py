"""What a request asks for: a product of the catalogue, or a need in words."""

from typing import Any

import pytest
from marshmallow import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.service_desk.products.commands import follow_product
from services.service_desk.requests import commands, queries, rules
from shared.contracts.payload import reply
from shared.contracts.sales.products import ProductChanged, ProductCreated
from shared.contracts.service_desk.requests import ChangeRequest, CreateRequest, RequestCreated, RequestView
from shared.errors import NotFound
from shared.ids import new_id
from shared.persistence.database import Database
from shared.persistence.platform import StoredEvent
from tests.service_desk.desk import NILS, SARA, agent


def know_product(session: Session, name: str, product_id: str | None = None, version: int = 1) -> str:
    """Let the desk hear of a product as the catalogue tells it."""
    told = {"product_id": product_id or new_id(), "record_version": version, "code": name, "name": name}
    more: dict[str, Any] = {"category": None, "unit": "piece", "list_price": "1.00", "currency": "USD", "active": True}
    kind = ProductCreated if version == 1 else ProductChanged
    follow_product(session, kind(**told, **more, changes={}))
    session.flush()
    return str(told["product_id"])


def ask(session: Session, **fields: Any) -> Any:
    return commands.create_request(session, agent(NILS), "Have you any?", customer_name="Joe", **fields)


def told(session: Session, request_id: str) -> list[dict[str, Any]]:
    rows = select(StoredEvent).where(StoredEvent.subject == request_id).order_by(StoredEvent.sequence)
    return [dict(row.data) for row in session.scalars(rows)]


def test_a_request_asks_for_a_product_by_the_name_that_it_has_today(database: Database) -> None:
    with database.write() as session:
        lamp = know_product(session, "Lamp")
        request = ask(session, product_id=lamp)
        assert reply(RequestView, request)["product"] == {"id": lamp, "name": "Lamp"}
        know_product(session, "Lantern", lamp, 2)
    with database.read() as session:
        [row] = queries.list_requests(session, agent(NILS), {"filter": [["product_id", "eq", lamp]]})["data"]
        assert (row["id"], row["product"], row["need"]) == (request.id, {"id": lamp, "name": "Lantern"}, None)
        assert queries.list_requests(session, agent(NILS), {"filter": [["product_id", "eq", new_id()]]})["data"] == []
        assert queries.list_requests(session, agent(SARA), {"filter": [["product_id", "eq", lamp]]})["data"] == []


def test_what_it_asks_for_is_changed_and_withdrawn_and_told_each_time(database: Database) -> None:
    with database.write() as session:
        lamp = know_product(session, "Lamp")
        request = ask(session, need="red rope")
        changed = commands.change_request(session, agent(NILS), request.id, product_id=lamp, need=None)
        assert reply(RequestView, changed)["product"]["name"] == "Lamp"
        commands.change_request(session, agent(NILS), request.id, subject="Lamps")
        withdrawn = commands.change_request(session, agent(NILS), request.id, product_id=None)
        assert reply(RequestView, withdrawn)["product"] is None
        events = told(session, request.id)
    assert [(one["product_id"], one["need"]) for one in events] == [
        (None, "red rope"),
        (lamp, None),
        (lamp, None),
        (None, None),
    ]
    assert events[0]["changes"]["need"] == {"before": None, "after": "red rope"}
    assert events[1]["changes"] == {
        "need": {"before": "red rope", "after": None},
        "product_id": {"before": None, "after": lamp},
    }
    assert list(events[2]["changes"]) == ["subject"]


def test_a_product_that_nobody_knows_is_refused(database: Database) -> None:
    with database.write() as session:
        with pytest.raises(rules.RequestProductIsUnknown):
            ask(session, product_id=new_id())
        request = ask(session)
        with pytest.raises(rules.RequestProductIsUnknown):
            commands.change_request(session, agent(NILS), request.id, product_id=new_id())
        assert request.product_id is None


def test_what_a_solved_request_asks_for_stays_and_that_of_others_is_out_of_reach(database: Database) -> None:
    with database.write() as session:
        request = ask(session, need="rope")
        with pytest.raises(NotFound):
            commands.change_request(session, agent(SARA), request.id, need="chain")
        commands.claim_request(session, agent(NILS), request.id)
        commands.solve_request(session, agent(NILS), request.id, "Sold one.")
        with pytest.raises(rules.RequestIsDone):
            commands.change_request(session, agent(NILS), request.id, need="chain")
        assert request.need == "rope"


@pytest.mark.parametrize(
    "wrong", [{"need": " "}, {"need": ""}, {"need": "x" * 201}, {"need": 1}, {"product_id": "lamp"}]
)
def test_what_is_no_need_is_refused(wrong: dict[str, Any]) -> None:
    for form, more in ((CreateRequest, {"description": "Have you any?"}), (ChangeRequest, {})):
        with pytest.raises(ValidationError, match=next(iter(wrong))):
            form().load({**more, **wrong})


def test_an_event_of_before_says_nothing_of_what_was_asked_for(database: Database) -> None:
    with database.write() as session:
        [event] = told(session, ask(session).id)
    old = {name: value for name, value in event.items() if name not in ("product_id", "need")}
    assert (RequestCreated.from_data(old).product_id, RequestCreated.from_data(old).need) == (None, None)
