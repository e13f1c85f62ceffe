"""Where password resets meet the message bus."""

from gateway.password_resets import commands, queries
from gateway.password_resets.commands import KeptForAnAdministrator
from gateway.passwords import hash_password
from shared.contracts.gateway.password_resets import (
    AskForReset,
    RedeemReset,
    ResetAskedView,
    ResetsView,
    ResetTokenView,
)
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class PasswordResetEntrypoints(Entrypoints):
    @rpc
    def ask_for_password_reset(self, request: Payload) -> Payload:
        form = AskForReset().load(request)
        with self.work() as session:
            commands.ask(session, form["login"], KeptForAnAdministrator(self.secret()))
            return reply(ResetAskedView, {})

    @rpc
    def list_password_resets(self) -> Payload:
        with self.read() as session:
            return reply(ResetsView, {"data": queries.list_resets(session, self.actor)})

    @rpc
    def hand_over_password_reset(self, reset_id: str) -> Payload:
        with self.work() as session:
            token = commands.hand_over(session, self.actor, reset_id, self.secret())
            return reply(ResetTokenView, {"reset_token": token})

    @rpc
    def redeem_password_reset(self, request: Payload, address: str | None = None) -> Payload:
        form = RedeemReset().load(request)
        password_hash = hash_password(form["password"])
        with self.work() as session:
            redeemed = commands.redeem(session, form["token"], password_hash, address)
        redeemed.ensure()
        return {}
