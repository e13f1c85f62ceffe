"""Where service accounts meet the message bus. An account is kept as a person, its tokens with all others."""

from gateway.people import queries as people
from gateway.people.commands import credentials
from gateway.tokens import queries as tokens
from gateway.tokens.commands import programs
from shared.contracts.gateway.people import PersonView
from shared.contracts.gateway.service_accounts import CreateServiceAccount
from shared.contracts.gateway.tokens import (
    CreateProgramToken,
    NarrowToken,
    NewProgramTokenView,
    RotateToken,
    TokensView,
    TokenView,
)
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class ServiceAccountEntrypoints(Entrypoints):
    @rpc
    def list_service_accounts(self, query: Payload) -> Payload:
        with self.read() as session:
            return people.list_accounts(session, self.actor, query)

    @rpc
    def get_service_account(self, account_id: str) -> Payload:
        with self.read() as session:
            return reply(PersonView, people.get_account(session, self.actor, account_id))

    @rpc
    def create_service_account(self, request: Payload) -> Payload:
        form = CreateServiceAccount().load(request)
        with self.work() as session:
            account = credentials.create_service_account(session, self.actor, **form)
            return reply(PersonView, people.show(session, account))

    @rpc
    def list_service_tokens(self, account_id: str) -> Payload:
        with self.read() as session:
            return reply(TokensView, {"data": tokens.list_service_tokens(session, self.actor, account_id)})

    @rpc
    def create_service_token(self, account_id: str, request: Payload) -> Payload:
        form = CreateProgramToken().load(request)
        with self.work() as session:
            given = programs.create_service_token(session, self.actor, account_id, **form)
            return reply(NewProgramTokenView, given)

    @rpc
    def rotate_service_token(self, account_id: str, token_id: str, request: Payload) -> Payload:
        form = RotateToken().load(request)
        with self.work() as session:
            given = programs.rotate_service_token(session, self.actor, account_id, token_id, **form)
            return reply(NewProgramTokenView, given)

    @rpc
    def narrow_service_token(self, account_id: str, token_id: str, request: Payload) -> Payload:
        form = NarrowToken().load(request)
        with self.work() as session:
            token = programs.narrow_service_token(session, self.actor, account_id, token_id, **form)
            return reply(TokenView, token)

    @rpc
    def revoke_service_token(self, account_id: str, token_id: str) -> Payload:
        with self.work() as session:
            programs.revoke_service_token(session, self.actor, account_id, token_id)
            return {}
