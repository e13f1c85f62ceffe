"""The routes of OAuth: its two protocol endpoints, the consent as data and as a page, and what it says of itself."""

from typing import Any

import orjson
from flask import Response, request

from gateway.http import bodies
from gateway.http.admission import ensure_csrf_token, session_of
from gateway.http.calls import call_service
from gateway.http.consent import consent_page, sign_in_first
from gateway.http.door import Door
from gateway.http.operations import MEBIBYTE
from gateway.http.ports import Principal
from gateway.http.routes import Route, Routes, Shape
from gateway.sealing import csrf_token
from shared.contracts.gateway import oauth_grants as contract
from shared.contracts.rights import OWN_CREDENTIALS, PUBLIC, all_rights
from shared.errors import Unauthenticated

LARGEST_FORM = MEBIBYTE // 16

routes = Routes("oauth_grants", service="gateway", tag="OAuth 2", for_partners=True)
routes.form(
    "/v1/oauth/token",
    rpc="give_oauth_token",
    gives=contract.OAuthTokenView,
    about="Tokens for a code (with its code_verifier), a refresh token, or a client's credentials (RFC 6749).",
)
routes.form(
    "/v1/oauth/revoke", rpc="revoke_oauth_token", about="End a token (RFC 7009). A refresh token ends its consent."
)
routes.act(
    "/v1/oauth/authorizations/preview",
    rpc="describe_oauth_wish",
    right=OWN_CREDENTIALS,
    takes=contract.OAuthWish,
    gives=contract.OAuthWishView,
    keeps_answer=False,
    refuses=(400,),
    about="What a program asks for, to be shown to the person.",
)
routes.act(
    "/v1/oauth/authorizations",
    rpc="answer_oauth_wish",
    right=OWN_CREDENTIALS,
    takes=contract.AnswerOAuthWish,
    gives=contract.OAuthAnswerView,
    keeps_answer=False,
    refuses=(400,),
    about="Let the program act for oneself, or not. The code in the address works once and for a minute.",
)
routes.read(
    "/v1/oauth-consents",
    rpc="list_oauth_consents",
    right=OWN_CREDENTIALS,
    gives=contract.OAuthConsentsView,
    about="The programs that one lets act for oneself, with what they may do and when they last did something.",
)
routes.remove("/v1/oauth-consents/<consent_id>", rpc="revoke_oauth_consent", right=OWN_CREDENTIALS)


def authorize(door: Door, query: dict[str, Any]) -> Response:
    """The page that asks, for the person of this browser's session."""
    try:
        principal = _signed_in(door)
    except Unauthenticated:
        return sign_in_first()
    actor = principal.actor_for(OWN_CREDENTIALS)
    reply = call_service(door, _call("describe_oauth_wish"), actor, None, {"request": query})
    token = csrf_token(principal.token_id, door.settings.secret)
    return consent_page(query, orjson.loads(reply.body), all_rights(), actor.login, token)


def decide(door: Door) -> Response:
    """What the page sends: the browser goes back to the program."""
    body = bodies.read_body(request, LARGEST_FORM)
    form = bodies.form_fields(body, request.content_type, request.content_encoding)
    principal = _signed_in(door)
    ensure_csrf_token(form.pop("csrf_token", None), principal.token_id, door.settings.secret)
    approved = form.pop("decision", None) == "approve"
    wish = {**form, "approve": approved}
    reply = call_service(
        door, _call("answer_oauth_wish"), principal.actor_for(OWN_CREDENTIALS), None, {"request": wish}
    )
    response = Response(status=303)
    response.headers["Location"] = orjson.loads(reply.body)["redirect_to"]
    return response


def _signed_in(door: Door) -> Principal:
    """By the session's cookie alone: this is a page."""
    return door.access.authenticate(session_of(request), by_cookie=True)


def _call(rpc: str) -> Route:
    return Route(
        shape=Shape.ACT, method="POST", rule="", service="gateway", rpc=rpc, right=OWN_CREDENTIALS, tag="OAuth 2"
    )


def describe_authorization_server(door: Door) -> Response:
    """RFC 8414, so that a program finds everything from the address alone."""
    base = request.url_root.rstrip("/")
    told = {
        "issuer": base,
        "authorization_endpoint": f"{base}/v1/oauth/authorize",
        "token_endpoint": f"{base}/v1/oauth/token",
        "revocation_endpoint": f"{base}/v1/oauth/revoke",
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "client_credentials", "refresh_token"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "code_challenge_methods_supported": ["S256"],
        "service_documentation": f"{base}/docs",
    }
    return Response(orjson.dumps(told), content_type="application/json")


routes.serve(
    "/v1/oauth/authorize",
    authorize,
    right=PUBLIC,
    takes_query=contract.OAuthWish,
    media_type="text/html",
    refuses=(401, 403),
    about="The page on which a person lets a program act for them. It needs no script.",
)
routes.form(
    "/v1/oauth/authorize",
    rpc="decide",
    view=decide,
    status=303,
    media_type="text/html",
    refuses=(401, 403),
    about="What that page sends.",
)
routes.serve(
    "/.well-known/oauth-authorization-server",
    describe_authorization_server,
    right=PUBLIC,
    gives=contract.OAuthMetadataView,
    about="Where the endpoints are and what they can (RFC 8414).",
)
