"""Where the rules by which new leads get their owner meet the message bus."""

from services.sales.lead_assignment_rules import commands, queries
from shared.contracts.fields import NoBody
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.lead_assignment_rules import (
    ChangeLeadAssignmentRule,
    DefineLeadAssignmentRule,
    LeadAssignmentRuleView,
)
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class LeadAssignmentRuleEntrypoints(Entrypoints):
    @rpc
    def define_lead_assignment_rule(self, request: Payload) -> Payload:
        form = DefineLeadAssignmentRule().load(request)
        with self.work() as session:
            return reply(LeadAssignmentRuleView, commands.define_rule(session, self.actor, **form))

    @rpc
    def get_lead_assignment_rule(self, rule_id: str) -> Payload:
        with self.read() as session:
            return reply(LeadAssignmentRuleView, queries.get_rule(session, self.actor, rule_id))

    @rpc
    def list_lead_assignment_rules(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_rules(session, self.actor, query)

    @rpc
    def list_lead_assignment_rule_history(self, rule_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_rule_history(session, self.actor, rule_id, after)

    @rpc
    def change_lead_assignment_rule(self, rule_id: str, request: Payload) -> Payload:
        form = ChangeLeadAssignmentRule().load(request)
        with self.work() as session:
            return reply(LeadAssignmentRuleView, commands.change_rule(session, self.actor, rule_id, **form))

    @rpc
    def retire_lead_assignment_rule(self, rule_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(LeadAssignmentRuleView, commands.retire_rule(session, self.actor, rule_id))

    @rpc
    def reinstate_lead_assignment_rule(self, rule_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(LeadAssignmentRuleView, commands.reinstate_rule(session, self.actor, rule_id))
