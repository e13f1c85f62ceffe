"""Where OAuth clients meet the message bus."""

from gateway.oauth_clients import commands, queries
from shared.contracts.gateway.oauth_clients import (
    CreateOAuthClient,
    NewSecretView,
    OAuthClientView,
)
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class OAuthClientEntrypoints(Entrypoints):
    @rpc
    def list_oauth_clients(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_clients(session, self.actor, query)

    @rpc
    def get_oauth_client(self, client_id: str) -> Payload:
        with self.read() as session:
            return reply(OAuthClientView, queries.get_client(session, self.actor, client_id))

    @rpc
    def list_oauth_client_history(self, client_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_client_history(session, self.actor, client_id, after)

    @rpc
    def create_oauth_client(self, request: Payload) -> Payload:
        form = CreateOAuthClient().load(request)
        with self.work() as session:
            client, secret = commands.create_client(session, self.actor, **form)
            shown = reply(OAuthClientView, queries.show(session, client))
            return {**shown, "client_secret": secret}

    @rpc
    def renew_oauth_client_secret(self, client_id: str) -> Payload:
        with self.work() as session:
            secret = commands.renew_secret(session, self.actor, client_id)
            return reply(NewSecretView, {"client_secret": secret})
