"""Where second factors meet the message bus."""

from gateway.people import queries as people
from gateway.second_factors import commands, queries
from shared.contracts.gateway.people import PersonView
from shared.contracts.gateway.second_factors import NewSecondFactorView, RecoveryCodesView, SecondFactorView, ShowCode
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class SecondFactorEntrypoints(Entrypoints):
    @rpc
    def get_second_factor(self) -> Payload:
        with self.read() as session:
            return reply(SecondFactorView, queries.describe_own(session, self.actor))

    @rpc
    def enrol_second_factor(self) -> Payload:
        with self.work() as session:
            return reply(NewSecondFactorView, commands.enrol(session, self.actor, self.secret()))

    @rpc
    def confirm_second_factor(self, request: Payload) -> Payload:
        form = ShowCode().load(request)
        with self.work() as session:
            proof = commands.confirm(session, self.actor, form["code"], self.secret())
        return reply(RecoveryCodesView, {"recovery_codes": proof.codes()})

    @rpc
    def renew_recovery_codes(self, request: Payload) -> Payload:
        form = ShowCode().load(request)
        with self.work() as session:
            proof = commands.renew_recovery_codes(session, self.actor, form["code"], self.secret())
        return reply(RecoveryCodesView, {"recovery_codes": proof.codes()})

    @rpc
    def remove_second_factor(self, request: Payload) -> Payload:
        form = ShowCode().load(request)
        with self.work() as session:
            proof = commands.remove(session, self.actor, form["code"], self.secret())
        proof.codes()
        return {}

    @rpc
    def reset_second_factor(self, person_id: str) -> Payload:
        with self.work() as session:
            commands.reset(session, self.actor, person_id)
            return reply(PersonView, people.show(session, people.get_person(session, self.actor, person_id)))
