"""The protocol: Authlib decides what a request may have, these classes say where it is kept.

Authlib is written for requests of a web framework; here it answers `Asked`, which came over the bus. Its answers are
values (status, body, headers), never exceptions, so that what a failure ends is saved.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from authlib.oauth2.rfc6749 import AuthorizationServer, OAuth2Request
from authlib.oauth2.rfc6749.errors import InvalidGrantError, InvalidRequestError, InvalidScopeError, OAuth2Error
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant, ClientCredentialsGrant, RefreshTokenGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from sqlalchemy.orm import Session

from gateway.oauth_clients import queries as clients
from gateway.oauth_grants import commands, queries, rules
from gateway.people import queries as people
from gateway.tokens import commands as tokens
from shared.clock import now

SECRET_METHODS = ["client_secret_basic", "client_secret_post"]
AUTH_METHODS = [*SECRET_METHODS, "none"]
ADDRESS = "https://gateway/v1/oauth"
"""TLS is the work of the proxy in front; Authlib wants to see it in the address."""


@dataclass(frozen=True)
class Answer:
    """What the protocol answers."""

    status: int
    body: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


class Asked(OAuth2Request):  # type: ignore[misc]
    """A request of the protocol: its parameters, each given once, and its Authorization header."""

    def __init__(self, parameters: dict[str, str], authorization: str | None = None) -> None:
        super().__init__("POST", ADDRESS, headers={"Authorization": authorization} if authorization else {})
        self.payload = BasicOAuth2Payload(parameters)

    @property
    def form(self) -> dict[str, str]:
        parameters: dict[str, str] = self.payload.data
        return parameters


class Server(AuthorizationServer):  # type: ignore[misc]
    """One call's server, in one transaction."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.register_grant(_Code, [_S256(required=True)])
        self.register_grant(_Refresh)
        self.register_grant(_Credentials)
        self.register_endpoint(_Revocation)

    def query_client(self, client_id: str) -> Any:
        return clients.find_open_client(self.session, client_id)

    def create_oauth2_request(self, request: Asked) -> Asked:
        return request

    def handle_response(self, status: int, body: Any, headers: Any) -> Answer:
        told = json.loads(body) if isinstance(body, str) and body else body or {}
        return Answer(status, told, dict(headers))

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens."""

    def save_token(self, token: dict[str, Any], request: Asked) -> None:
        """Kept already, when it was made."""

    def generate_token(
        self,
        grant_type: str,
        client: Any,
        user: Any = None,
        scope: str | None = None,
        expires_in: int | None = None,
        include_refresh_token: bool = True,
    ) -> dict[str, Any]:
        """Make the tokens. `user` is the grant they come of; without one the client acts as its own account."""
        allowed = client.get_allowed_scope(scope)
        if allowed is None:
            raise InvalidScopeError("The client was not registered for this scope.")
        scopes = allowed.split()
        moment = now()
        person = people.find_by_id(self.session, user.person_id if user else client.service_account_id)
        given = tokens.issue_for_client(
            self.session,
            person.id,
            person.token_generation,
            moment + rules.ACCESS_LIFETIME,
            label=client.name,
            scopes=scopes,
            grant_id=user.id if user else client.id,
        )
        told = {
            "access_token": given.access_token,
            "token_type": "Bearer",
            "expires_in": int(rules.ACCESS_LIFETIME.total_seconds()),
            "scope": " ".join(scopes),
        }
        if user and include_refresh_token:
            told["refresh_token"] = commands.issue_refresh_token(self.session, user, scopes, moment)
        return told


class _S256(CodeChallenge):  # type: ignore[misc]
    """PKCE is demanded of every client, and its plain method of nobody."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        data = grant.request.payload.data
        if not data.get("code_challenge") or data.get("code_challenge_method") != "S256":
            raise InvalidRequestError("Send a code_challenge with code_challenge_method=S256 (RFC 7636).")
        super().validate_code_challenge(grant, redirect_uri)


class _Code(AuthorizationCodeGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = AUTH_METHODS

    def save_authorization_code(self, code: str, request: Asked) -> None:
        commands.consent(
            self.server.session,
            client_id=request.client.id,
            person_id=request.user,
            scopes=request.scope.split(),
            redirect_uri=request.payload.redirect_uri,
            code=code,
            code_challenge=request.payload.data["code_challenge"],
        )

    def query_authorization_code(self, code: str, client: Any) -> Any:
        return commands.redeem_code(self.server.session, code, client.id)

    def delete_authorization_code(self, authorization_code: Any) -> None:
        """It stays, used up: shown again it ends what came of it."""
        authorization_code.use_code(now())

    def authenticate_user(self, authorization_code: Any) -> Any:
        return commands.holder_of(self.server.session, authorization_code)


class _Refresh(RefreshTokenGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = AUTH_METHODS
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> Any:
        return commands.redeem_refresh_token(self.server.session, refresh_token, self.request.client.id)

    def authenticate_user(self, refresh_token: Any) -> Any:
        grant = queries.get_grant(self.server.session, refresh_token.grant_id)
        if commands.holder_of(self.server.session, grant) is None:
            raise InvalidGrantError("The person has ended this.")
        return grant

    def revoke_old_credential(self, refresh_token: Any) -> None:
        refresh_token.use(now())


class _Credentials(ClientCredentialsGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = SECRET_METHODS


class _Revocation(RevocationEndpoint):  # type: ignore[misc]
    CLIENT_AUTH_METHODS = AUTH_METHODS

    def query_token(self, token_string: str, token_type_hint: str | None) -> Any:
        session = self.server.session
        return queries.find_refresh_token(session, token_string) or queries.find_access(session, token_string)

    def revoke_token(self, token: Any, request: Asked) -> None:
        """A refresh token takes the whole grant along; an access token ends alone."""
        if isinstance(token, queries.ShownAccess):
            tokens.revoke_by_id(self.server.session, token.token_id)
        else:
            commands.end_grant(self.server.session, queries.get_grant(self.server.session, token.grant_id))


def answer_token_request(session: Session, form: dict[str, str], authorization: str | None) -> Answer:
    """Tokens for a code, a refresh token, or a client's own credentials; or why not."""
    answer: Answer = Server(session).create_token_response(Asked(form, authorization))
    return answer


def answer_revocation(session: Session, form: dict[str, str], authorization: str | None) -> Answer:
    answer: Answer = Server(session).create_endpoint_response("revocation", Asked(form, authorization))
    return answer


def describe_wish(session: Session, wish: dict[str, str]) -> tuple[Any, list[str]]:
    """The client and the scopes that somebody is asked to consent to. Raises `OAuthRequestRefused`."""
    request = Asked(wish)
    try:
        Server(session).get_consent_grant(request)
    except OAuth2Error as error:
        raise rules.OAuthRequestRefused(error.description or str(error.error), error=error.error) from error
    return request.client, str(request.scope).split()


def answer_wish(session: Session, wish: dict[str, str], person_id: str, *, approved: bool) -> str:
    """Where the browser goes next: back to the client, with a code or with why there is none."""
    request, server = Asked(wish), Server(session)
    try:
        grant = server.get_consent_grant(request)
    except OAuth2Error as error:
        raise rules.OAuthRequestRefused(error.description or str(error.error), error=error.error) from error
    answer: Answer = server.create_authorization_response(request, person_id if approved else None, grant)
    return answer.headers["Location"]
