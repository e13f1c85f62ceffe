"""Where OAuth meets the message bus."""

from gateway.oauth_clients import commands as clients
from gateway.oauth_clients import queries as client_queries
from gateway.oauth_grants import commands, queries
from gateway.oauth_grants.commands import door, protocol
from shared.contracts.gateway.oauth_clients import OAuthClientView
from shared.contracts.gateway.oauth_grants import (
    AnswerOAuthWish,
    OAuthAnswerView,
    OAuthConsentsView,
    OAuthWish,
    OAuthWishView,
)
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class OAuthGrantEntrypoints(Entrypoints):
    @rpc
    def describe_oauth_wish(self, request: Payload) -> Payload:
        wish = OAuthWish().load(request)
        with self.read() as session:
            client, scopes = protocol.describe_wish(session, wish)
            told = {"client": client.name, "scopes": scopes, "redirect_uri": wish["redirect_uri"]}
            return reply(OAuthWishView, told)

    @rpc
    def answer_oauth_wish(self, request: Payload) -> Payload:
        wish = AnswerOAuthWish().load(request)
        approved = wish.pop("approve")
        with self.work() as session:
            redirect_to = protocol.answer_wish(session, wish, self.actor.user_id, approved=approved)
            return reply(OAuthAnswerView, {"redirect_to": redirect_to})

    @rpc
    def list_oauth_consents(self) -> Payload:
        with self.read() as session:
            return reply(OAuthConsentsView, {"data": queries.list_own_consents(session, self.actor)})

    @rpc
    def revoke_oauth_consent(self, consent_id: str) -> Payload:
        with self.work() as session:
            commands.revoke_consent(session, self.actor, consent_id)
            return {}

    @rpc
    def give_oauth_token(self, form: Payload, authorization: str | None = None, address: str | None = None) -> Payload:
        """For the gateway's door, which sends on what the protocol says."""
        with self.work() as session:
            return vars(door.give_token(session, form, authorization, address))

    @rpc
    def revoke_oauth_token(
        self, form: Payload, authorization: str | None = None, address: str | None = None
    ) -> Payload:
        with self.work() as session:
            return vars(door.revoke_token(session, form, authorization, address))

    @rpc
    def close_oauth_client(self, client_id: str) -> Payload:
        """With a client ends what people allowed it."""
        with self.work() as session:
            client = clients.close_client(session, self.actor, client_id)
            commands.end_all_of_client(session, client.id)
            return reply(OAuthClientView, client_queries.show(session, client))
