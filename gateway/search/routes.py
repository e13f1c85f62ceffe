"""GET /v1/search: records of all kinds by the words in them, each kind under the right of its own list."""

from typing import Any

import orjson
from flask import Response, request

from gateway.http.admission import authenticate, credential_of
from gateway.http.asking import Question, ask_at_once
from gateway.http.door import Door
from gateway.http.following import actor_if_held
from gateway.http.routes import Routes
from gateway.search import queries
from shared.contracts.gateway.search import SearchQuery, SearchView
from shared.contracts.rights import SIGNED_IN
from shared.settings import GATEWAY


def search_records(door: Door, query: dict[str, Any]) -> Response:
    """Each list is asked as its own caller would ask it. A type without the right to it is not asked for at all, nor
    one of which only some fields are open: words are searched in all of them.
    """
    principal = authenticate(door, request, credential_of(request))
    types, asked, questions = queries.types_asked(query), queries.asked_of_list(query), {}
    for one in types:
        listed = door.lists[one.noun]
        actor = actor_if_held(principal, listed.right, for_partners=listed.for_partners)
        if actor is not None and actor.fields is None:
            questions[one.type] = Question(listed.service, listed.rpc, actor, asked)
    answers = ask_at_once(door, questions)
    body = {"data": queries.found_in(answers, types), "missing": answers.missing}
    return Response(orjson.dumps(body), content_type="application/json")


routes = Routes("search", service=GATEWAY, tag="Search", about="Records of all kinds at once.")
routes.serve(
    "/v1/search",
    search_records,
    right=SIGNED_IN,
    takes_query=SearchQuery,
    gives=SearchView,
    about="The first few of each type in which each word of `q` begins some word, as each type's own list has them, "
    "of the types that are the caller's to read with all their fields. "
    "A service that is away is named in `missing`, and the others are told.",
)
