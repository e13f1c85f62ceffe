"""Where signing in meets the message bus."""

from gateway.passwords import hash_password, password_matches
from gateway.people import queries as people
from gateway.tokens import commands, queries
from shared.contracts.gateway.tokens import ChangeOwnPassword, CreateToken, NewTokenView, TokensView
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class TokenEntrypoints(Entrypoints):
    @rpc
    def create_token(self, request: Payload, address: str | None = None) -> Payload:
        form = CreateToken().load(request)
        proven_hash = self._proven_hash(form["login"], form["password"])
        with self.work() as session:
            attempt = commands.sign_in(
                session, login=form["login"], proven_hash=proven_hash, address=address, label=form["label"]
            )
        return reply(NewTokenView, attempt.token())

    @rpc
    def change_own_password(self, request: Payload) -> Payload:
        form = ChangeOwnPassword().load(request)
        proven_hash = self._proven_hash(self.actor.login, form["old_password"])
        password_hash = hash_password(form["password"])
        with self.work() as session:
            token = commands.change_own_password(
                session, self.actor, proven_hash=proven_hash, password_hash=password_hash
            )
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

    def _proven_hash(self, login: str, password: str) -> str | None:
        """The kept hash that this password matches, or None. It takes long, so no transaction is open meanwhile."""
        with self.read() as session:
            kept = people.find_password_hash(session, login)
        return kept if password_matches(kept, password) else None
