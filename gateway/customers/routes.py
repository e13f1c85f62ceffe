"""GET /v1/customers/{id}/timeline and …/copies: what all services know of a customer, as far as the caller may see."""

from typing import Any

import orjson
from flask import Response, request

from gateway.customers import queries
from gateway.http.admission import anonymous, authenticate, credential_of
from gateway.http.asking import Question, ask_at_once
from gateway.http.door import Door
from gateway.http.following import actor_if_held
from gateway.http.ports import Principal
from gateway.http.routes import Routes
from shared.contracts.gateway.customers import KNOWING, CopiesView, Kind, TimelineQuery, TimelineView
from shared.contracts.rights import SIGNED_IN
from shared.contracts.sales import customers
from shared.errors import NotFound
from shared.settings import GATEWAY
from shared.signing import sign_actor

CUSTOMER = "customer"


def show_timeline(door: Door, customer_id: str, query: dict[str, Any]) -> Response:
    """Each kind of entries is asked for under its own read right. A customer out of sight of whom nothing else is in
    sight either is not found.
    """
    principal = authenticate(door, request, credential_of(request))
    window = queries.window_of(customer_id, query)
    questions = _questions(door, principal, customer_id, queries.kinds_asked(query), window)
    reader = actor_if_held(principal, customers.READ)
    if reader is not None:
        questions[CUSTOMER] = Question("sales", "get_known_customer", reader, {"customer_id": customer_id})
    answers = ask_at_once(door, questions)
    told = [answer["data"] for name, answer in answers.given.items() if name != CUSTOMER]
    page = queries.merged(customer_id, query, told)
    if not page["data"] and not answers.missing and CUSTOMER not in answers.given:
        raise NotFound(f"There is no customer {customer_id}.")
    return Response(orjson.dumps({**page, "missing": answers.missing}), content_type="application/json")


def show_copies(door: Door, customer_id: str) -> Response:
    """Whoever may see the customer may see how each service knows it. Sales knows first who may no more."""
    principal = authenticate(door, request, credential_of(request))
    actor = principal.actor_for(customers.READ)
    arguments = {"customer_id": customer_id}
    answers = ask_at_once(door, {name: Question(name, "get_known_customer", actor, arguments) for name in KNOWING})
    if "sales" in answers.unknown or not (answers.given or answers.missing):
        raise NotFound(f"There is no customer {customer_id}.")
    copies = [{"service": name, **answers.given[name]} for name in KNOWING if name in answers.given]
    return Response(orjson.dumps({"data": copies, "missing": answers.missing}), content_type="application/json")


def _questions(
    door: Door, principal: Principal, customer_id: str, kinds: list[Kind], window: dict[str, Any]
) -> dict[str, Question]:
    """One call a service, which carries the caller's actor for each kind that it may tell of."""
    readers: dict[str, list[dict[str, str]]] = {}
    for kind in kinds:
        actor = actor_if_held(principal, kind.right)
        if actor is not None:
            signed = sign_actor(actor, door.settings.secret)
            readers.setdefault(kind.service, []).append({"kind": kind.name, "actor": signed})
    asked = {"customer_id": customer_id, "window": window}
    return {
        service: Question(service, "list_timeline_entries", anonymous(), {**asked, "readers": theirs})
        for service, theirs in readers.items()
    }


routes = Routes("customers", service=GATEWAY, tag="Customers", for_partners=True)
routes.serve(
    "/v1/customers/<customer_id>/timeline",
    show_timeline,
    right=SIGNED_IN,
    takes_query=TimelineQuery,
    gives=TimelineView,
    refuses=(404,),
    asks_services=True,
    about="What sales, marketing, service desk and distribution have of a customer, newest first.",
)
routes.serve(
    "/v1/customers/<customer_id>/copies",
    show_copies,
    right=customers.READ,
    gives=CopiesView,
    refuses=(404,),
    asks_services=True,
    about="How each service knows the customer: the address it works with, and on which way that came.",
)
