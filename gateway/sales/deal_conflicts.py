"""GET /v1/deal-registrations/{id}/conflicts: what stands against a deal, as far as a colleague may see each of it."""

import orjson
from flask import Response, request

from gateway.http.admission import authenticate, credential_of
from gateway.http.asking import Question, ask_at_once
from gateway.http.door import Door
from gateway.http.following import actor_if_held
from gateway.http.routes import Routes
from shared.contracts.sales import deal_registrations as contract
from shared.contracts.sales import opportunities
from shared.errors import NotFound, Unavailable
from shared.signing import sign_actor


def show_conflicts(door: Door, deal_registration_id: str) -> Response:
    """Registrations are seen by the right to read these, opportunities by the right to read those."""
    principal = authenticate(door, request, credential_of(request))
    actor = principal.actor_for(contract.READ, for_partners=False)
    reader = actor_if_held(principal, opportunities.READ)
    readers = [sign_actor(reader, door.settings.secret)] if reader else []
    asked = {"deal_registration_id": deal_registration_id, "readers": readers}
    answers = ask_at_once(door, {"conflicts": Question("sales", "find_deal_conflicts", actor, asked)})
    if answers.unknown:
        raise NotFound(f"There is no registered deal {deal_registration_id}.")
    if answers.missing:
        raise Unavailable("Sales does not answer at present, and it has the registered deals.")
    return Response(orjson.dumps(answers.given["conflicts"]), content_type="application/json")


routes = Routes("deal_conflicts", service="sales", tag="Deal registrations", for_partners=False)
routes.serve(
    "/v1/deal-registrations/<deal_registration_id>/conflicts",
    show_conflicts,
    right=contract.READ,
    gives=contract.DealConflictsView,
    refuses=(404,),
    about="For colleagues: registrations of other partners and open opportunities with the same customer.",
)
