"""Where signing in meets the message bus."""

from gateway.passwords import hash_password
from gateway.tokens import commands, queries
from gateway.tokens.commands import programs
from gateway.tokens.commands.signing_in import attempt_of, find_proven_hash
from shared.contracts.gateway.tokens import (
    ChangeOwnPassword,
    CreateProgramToken,
    CreateToken,
    NarrowToken,
    NewProgramTokenView,
    NewTokenView,
    TokensView,
    TokenView,
)
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class TokenEntrypoints(Entrypoints):
    @rpc
    def create_token(self, request: Payload, address: str | None = None) -> Payload:
        form = CreateToken().load(request)
        attempt = attempt_of(self.database, address, **form)
        with self.work() as session:
            ended = commands.sign_in(session, attempt, secret=self.secret())
        return reply(NewTokenView, ended.token())

    @rpc
    def change_own_password(self, request: Payload) -> Payload:
        form = ChangeOwnPassword().load(request)
        proven = find_proven_hash(self.database, self.actor.login, form["old_password"])
        password_hash = hash_password(form["password"])
        with self.work() as session:
            token = commands.change_own_password(session, self.actor, proven_hash=proven, password_hash=password_hash)
            return reply(NewTokenView, token)

    @rpc
    def list_tokens(self) -> Payload:
        with self.read() as session:
            return reply(TokensView, {"data": queries.list_own_tokens(session, self.actor)})

    @rpc
    def revoke_token(self, token_id: str) -> Payload:
        with self.work() as session:
            commands.revoke_token(session, self.actor, token_id)
            return {}

    @rpc
    def create_personal_token(self, request: Payload) -> Payload:
        form = CreateProgramToken().load(request)
        with self.work() as session:
            return reply(NewProgramTokenView, programs.create_personal_token(session, self.actor, **form))

    @rpc
    def list_personal_tokens(self) -> Payload:
        with self.read() as session:
            return reply(TokensView, {"data": queries.list_own_personal_tokens(session, self.actor)})

    @rpc
    def narrow_personal_token(self, token_id: str, request: Payload) -> Payload:
        form = NarrowToken().load(request)
        with self.work() as session:
            return reply(TokenView, programs.narrow_personal_token(session, self.actor, token_id, **form))

    @rpc
    def revoke_personal_token(self, token_id: str) -> Payload:
        with self.work() as session:
            programs.revoke_personal_token(session, self.actor, token_id)
            return {}
