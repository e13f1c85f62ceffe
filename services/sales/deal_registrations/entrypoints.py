"""Where registered deals meet the message bus, and the timer that closes those whose protection is over."""

from services.sales.deal_registrations import commands, queries
from services.sales.deal_registrations.commands import opening
from shared.actor import system_actor
from shared.bus.timers import every
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.deal_registrations import (
    AcceptDealRegistration,
    ConvertDealRegistration,
    DealConflictsView,
    DealRegistrationView,
    ExtendDealRegistration,
    SubmitDealRegistration,
)
from shared.contracts.sales.opportunities import OpenOpportunity
from shared.entrypoints import Entrypoints
from shared.rpc import rpc
from shared.signing import verify_actor

HOUR = 3600.0


class DealRegistrationEntrypoints(Entrypoints):
    @every(lambda _: HOUR)
    def lapse_deal_registrations(self) -> None:
        """A hundred at a time, each hundred in a transaction of its own, until none is left."""
        while self._lapse_batch() == commands.BATCH:
            continue

    def _lapse_batch(self) -> int:
        with self.work() as session:
            return commands.lapse_over_date(session, system_actor(self.name))

    @rpc
    def open_opportunity(self, request: Payload) -> Payload:
        form = OpenOpportunity().load(request)
        with self.work() as session:
            return opening.open_opportunity(session, self.actor, **form)

    @rpc
    def submit_deal_registration(self, request: Payload) -> Payload:
        form = SubmitDealRegistration().load(request)
        with self.work() as session:
            return reply(DealRegistrationView, commands.submit_deal_registration(session, self.actor, **form))

    @rpc
    def get_deal_registration(self, deal_registration_id: str) -> Payload:
        with self.ask() as database:
            return queries.show_deal_registration(database, self.actor, deal_registration_id)

    @rpc
    def list_deal_registrations(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_deal_registrations(session, self.actor, query)

    @rpc
    def list_deal_registration_history(self, deal_registration_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_deal_registration_history(session, self.actor, deal_registration_id, after)

    @rpc
    def find_deal_conflicts(self, deal_registration_id: str, readers: list[str]) -> Payload:
        """`readers` are the caller again, signed, by the right to read opportunities; none where they lack it."""
        looking = [verify_actor(reader, self.secret()) for reader in readers]
        with self.read() as session:
            found = queries.find_conflicts(session, self.actor, deal_registration_id, looking)
            return reply(DealConflictsView, found)

    @rpc
    def accept_deal_registration(self, deal_registration_id: str, request: Payload) -> Payload:
        form = AcceptDealRegistration().load(request)
        with self.work() as session:
            accepted = commands.accept_deal_registration(session, self.actor, deal_registration_id, **form)
            return reply(DealRegistrationView, accepted)

    @rpc
    def refuse_deal_registration(self, deal_registration_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            refused = commands.refuse_deal_registration(session, self.actor, deal_registration_id, **form)
            return reply(DealRegistrationView, refused)

    @rpc
    def extend_deal_registration(self, deal_registration_id: str, request: Payload) -> Payload:
        form = ExtendDealRegistration().load(request)
        with self.work() as session:
            extended = commands.extend_deal_registration(session, self.actor, deal_registration_id, **form)
            return reply(DealRegistrationView, extended)

    @rpc
    def withdraw_deal_registration(self, deal_registration_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            withdrawn = commands.withdraw_deal_registration(session, self.actor, deal_registration_id)
            return reply(DealRegistrationView, withdrawn)

    @rpc
    def convert_deal_registration(self, deal_registration_id: str, request: Payload) -> Payload:
        form = ConvertDealRegistration().load(request)
        with self.work() as session:
            converted = commands.convert_deal_registration(session, self.actor, deal_registration_id, **form)
            return reply(DealRegistrationView, converted)
