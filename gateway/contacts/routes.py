"""GET /v1/contacts/{id}/timeline: dealings with a contact, and with the deals that it has a part in."""

from typing import Any

import orjson
from flask import Response, request

from gateway.customers.queries import kinds_asked, merged, window_of
from gateway.customers.routes import timeline_questions
from gateway.http.admission import authenticate, credential_of
from gateway.http.asking import Question, ask_at_once
from gateway.http.door import Door
from gateway.http.routes import Routes
from shared.contracts.gateway.contacts import KINDS, ContactTimelineQuery, ContactTimelineView
from shared.contracts.sales import contacts
from shared.errors import NotFound, Unavailable
from shared.settings import GATEWAY


def show_contact_timeline(door: Door, contact_id: str, query: dict[str, Any]) -> Response:
    """Sales says first which customer and deals the contact has to do with; then each service tells its part, each
    kind of entries under its own read right. Raises `Unavailable` while sales is away: nobody else knows the contact.
    """
    principal = authenticate(door, request, credential_of(request))
    kinds = kinds_asked(query, KINDS)
    window = window_of(contact_id, query, kinds)
    reader = principal.actor_for(contacts.READ)
    known = ask_at_once(door, {"sales": Question("sales", "get_related", reader, {"contact_id": contact_id})})
    if known.unknown:
        raise NotFound(f"There is no contact {contact_id}.")
    if known.missing:
        raise Unavailable("Sales does not answer at present; nobody else knows the contact.")
    related = known.given["sales"]
    asked = {"related": related, "window": window}
    answers = ask_at_once(door, timeline_questions(door, principal, kinds, "list_contact_timeline_entries", asked))
    page = merged(contact_id, query, kinds, [told["data"] for told in answers.given.values()])
    body = {"customer_id": related["customer_id"], **page, "missing": answers.missing}
    return Response(orjson.dumps(body), content_type="application/json")


routes = Routes("contacts", service=GATEWAY, tag="Contacts")
routes.serve(
    "/v1/contacts/<contact_id>/timeline",
    show_contact_timeline,
    right=contacts.READ,
    takes_query=ContactTimelineQuery,
    gives=ContactTimelineView,
    refuses=(404,),
    about="Activities with a contact, its visits, its deals, and the caller's messages about them, newest first.",
)
