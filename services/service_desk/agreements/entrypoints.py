"""Where agreements meet the message bus, and the timers that look for those whose end is near or over."""

from services.service_desk.agreements import commands, queries
from services.service_desk.agreements.commands import sharing
from services.service_desk.agreements.commands.importing import import_agreements as load_agreements
from shared.actor import system_actor
from shared.bus.timers import every
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.contracts.service_desk.agreements import (
    AgreementRow,
    AgreementView,
    ChangeAgreement,
    CreateAgreement,
    ExpiringQuery,
    ExpiringView,
    RenewAgreement,
)
from shared.contracts.sharing import ShareRecord, SharesView, ShareView
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import rpc


class AgreementEntrypoints(Entrypoints):
    @every(lambda settings: settings.escalation_seconds)
    def remind_of_expiring_agreements(self) -> None:
        """A hundred at a time, each hundred in a transaction of its own, until none is left."""
        while self._remind_batch() == commands.BATCH:
            pass

    def _remind_batch(self) -> int:
        with self.work() as session:
            return commands.remind_of_expiring_agreements(session, system_actor(self.name))

    @every(lambda settings: settings.escalation_seconds)
    def expire_agreements(self) -> None:
        while self._expire_batch() == commands.BATCH:
            pass

    def _expire_batch(self) -> int:
        with self.work() as session:
            return commands.expire_agreements(session, system_actor(self.name))

    @rpc
    def create_agreement(self, request: Payload) -> Payload:
        form = CreateAgreement().load(request)
        with self.work() as session:
            return reply(AgreementView, commands.create_agreement(session, self.actor, **form))

    @rpc
    def get_agreement(self, agreement_id: str) -> Payload:
        with self.read() as session:
            return reply(AgreementView, queries.get_agreement(session, self.actor, agreement_id))

    @rpc
    def list_agreements(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_agreements(session, self.actor, query)

    @rpc
    def list_customer_agreements(self, customer_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_customer_agreements(session, self.actor, customer_id, query)

    @rpc
    def list_agreement_history(self, agreement_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_agreement_history(session, self.actor, agreement_id, after)

    @rpc
    def list_expiring_agreements(self, query: Payload) -> Payload:
        form = ExpiringQuery().load(query)
        with self.read() as session:
            return reply(ExpiringView, queries.list_expiring(session, self.actor, **form))

    @rpc
    def change_agreement(self, agreement_id: str, request: Payload) -> Payload:
        form = ChangeAgreement().load(request)
        with self.work() as session:
            return reply(AgreementView, commands.change_agreement(session, self.actor, agreement_id, **form))

    @rpc
    def activate_agreement(self, agreement_id: str, request: Payload) -> Payload:
        form = NoBody().load(request)
        with self.work() as session:
            return reply(AgreementView, commands.activate_agreement(session, self.actor, agreement_id, **form))

    @rpc
    def renew_agreement(self, agreement_id: str, request: Payload) -> Payload:
        form = RenewAgreement().load(request)
        with self.work() as session:
            return reply(AgreementView, commands.renew_agreement(session, self.actor, agreement_id, **form))

    @rpc
    def end_agreement(self, agreement_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(AgreementView, commands.end_agreement(session, self.actor, agreement_id, **form))

    @rpc
    def share_agreement(self, agreement_id: str, request: Payload) -> Payload:
        form = ShareRecord().load(request)
        with self.work() as session:
            return reply(ShareView, sharing.share_agreement(session, self.actor, agreement_id, **form))

    @rpc
    def list_agreement_shares(self, agreement_id: str) -> Payload:
        with self.read() as session:
            return reply(SharesView, sharing.list_shares(session, self.actor, agreement_id))

    @rpc
    def revoke_agreement_share(self, agreement_id: str, share_id: str) -> None:
        with self.work() as session:
            sharing.revoke_share(session, self.actor, agreement_id, share_id)

    @rpc
    def import_agreements(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For the gateway's imports."""
        read, mode = read_rows(AgreementRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(load_agreements(session, self.actor, mode, read))
