"""GET /v1/customers/{id}/timeline and …/copies: what all services know of a customer, as far as the caller may see."""

from collections.abc import Sequence
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
from shared.contracts.gateway.customers import KINDS, KNOWING, CopiesView, Kind, TimelineQuery, TimelineView
from shared.contracts.gateway.whole_customers import PARTS
from shared.contracts.rights import SIGNED_IN
from shared.contracts.sales import customers
from shared.errors import NotFound, Unavailable
from shared.settings import GATEWAY
from shared.signing import sign_actor

CUSTOMER = "customer"


def show_timeline(door: Door, customer_id: str, query: dict[str, Any]) -> Response:
    """Each kind of entries is asked for under its own read right. A customer out of sight of whom nothing else is in
    sight either is not found.
    """
    principal = authenticate(door, request, credential_of(request))
    kinds = queries.kinds_asked(query, KINDS)
    asked = {"customer_id": customer_id, "window": queries.window_of(customer_id, query, kinds)}
    questions = timeline_questions(door, principal, kinds, "list_timeline_entries", asked)
    reader = actor_if_held(principal, customers.READ)
    if reader is not None:
        questions[CUSTOMER] = Question("sales", "get_known_customer", reader, {"customer_id": customer_id})
    answers = ask_at_once(door, questions)
    told = [answer["data"] for name, answer in answers.given.items() if name != CUSTOMER]
    page = queries.merged(customer_id, query, kinds, told)
    if not page["data"] and not answers.missing and CUSTOMER not in answers.given:
        raise NotFound(f"There is no customer {customer_id}.")
    return Response(orjson.dumps({**page, "missing": answers.missing}), content_type="application/json")


def show_whole_customer(door: Door, customer_id: str, query: dict[str, Any]) -> Response:
    """The customer with the newest of each part that the caller has a right to, each asked for under its own. Raises
    `Unavailable` while sales is away: without the customer itself there is nothing to show.
    """
    principal = authenticate(door, request, credential_of(request))
    itself = Question("sales", "get_customer", principal.actor_for(customers.READ), {"customer_id": customer_id})
    answers = ask_at_once(door, {CUSTOMER: itself} | _part_questions(principal, customer_id))
    if CUSTOMER in answers.unknown:
        raise NotFound(f"There is no customer {customer_id}.")
    if CUSTOMER not in answers.given:
        raise Unavailable("Sales does not answer at present, and it has the customer.")
    body = {**answers.given[CUSTOMER], "expanded": queries.parts_shown(answers), "missing": answers.missing}
    return Response(orjson.dumps(body), content_type="application/json")


def _part_questions(principal: Principal, customer_id: str) -> dict[str, Question]:
    questions = {}
    for part in PARTS:
        actor = actor_if_held(principal, part.right, for_partners=part.for_partners)
        if actor is not None:
            questions[part.name] = Question(part.service, part.rpc, actor, queries.asked_of(part, customer_id))
    return questions


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


def timeline_questions(
    door: Door, principal: Principal, kinds: Sequence[Kind], method: str, asked: dict[str, Any]
) -> dict[str, Question]:
    """One call a service, which carries the caller's actor for each kind that it may tell of."""
    readers: dict[str, list[dict[str, str]]] = {}
    for kind in kinds:
        actor = actor_if_held(principal, kind.right, for_partners=kind.for_partners)
        if actor is not None:
            signed = sign_actor(actor, door.settings.secret)
            readers.setdefault(kind.service, []).append({"kind": kind.name, "actor": signed})
    return {
        service: Question(service, method, anonymous(), {**asked, "readers": theirs})
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
    about="What sales, marketing, service desk and distribution have of a customer, newest first.",
)
routes.serve(
    "/v1/customers/<customer_id>/copies",
    show_copies,
    right=customers.READ,
    gives=CopiesView,
    refuses=(404,),
    about="How each service knows the customer: the address it works with, and on which way that came.",
)
