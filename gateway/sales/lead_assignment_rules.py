"""The public routes of the rules by which new leads get their owner: for colleagues alone."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody
from shared.contracts.sales import lead_assignment_rules as contract

routes = Routes(
    "lead-assignment-rules",
    service="sales",
    tag="Lead assignment rules",
    about="To whom the new leads of a unit go: in turn, by territory, or to whoever has fewest. Each lead goes once.",
    for_partners=False,
)

ALL = "/v1/lead-assignment-rules"
ONE = f"{ALL}/<rule_id>"

routes.list(ALL, rpc="list_lead_assignment_rules", right=contract.READ, listing=contract.LISTING)
routes.create(
    ALL,
    rpc="define_lead_assignment_rule",
    right=contract.DEFINE,
    takes=contract.DefineLeadAssignmentRule,
    gives=contract.LeadAssignmentRuleView,
    refuses=(404, 409, 422),
)
routes.read(ONE, rpc="get_lead_assignment_rule", right=contract.READ, gives=contract.LeadAssignmentRuleView)
routes.change(
    ONE,
    rpc="change_lead_assignment_rule",
    right=contract.CHANGE,
    takes=contract.ChangeLeadAssignmentRule,
    gives=contract.LeadAssignmentRuleView,
    refuses=(422,),
)
routes.history(f"{ONE}/history", rpc="list_lead_assignment_rule_history", right=contract.READ)
routes.act(
    f"{ONE}/retire",
    rpc="retire_lead_assignment_rule",
    right=contract.CHANGE,
    takes=NoBody,
    gives=contract.LeadAssignmentRuleView,
)
routes.act(
    f"{ONE}/reinstate",
    rpc="reinstate_lead_assignment_rule",
    right=contract.CHANGE,
    takes=NoBody,
    gives=contract.LeadAssignmentRuleView,
)
