"""Giving a new lead to whom the rules of its unit name. What they say is told, and kept on the lead."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy.orm import Session

from services.sales.lead_assignment_rules.commands.assigning import NewLead, Verdict, assign_leads
from services.sales.leads.commands import telling
from services.sales.leads.model import Lead
from services.sales.leads.queries import open_leads_of
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import changes
from shared.contracts.sales import leads as contract

Told = contract.LeadAssigned | contract.LeadLeftUnassigned


def assign_by_rule(session: Session, actor: Actor, lead: Lead) -> None:
    """Once, when the lead is new: nobody has had a word on it yet that a rule could go against."""
    for given, told in assign_by_rules(session, [lead]):
        announce(session, actor, given, told)


def assign_by_rules(session: Session, leads: Sequence[Lead]) -> list[tuple[Lead, Told]]:
    """As one, for many at once: those that a rule was for, with the event to tell of each."""
    others = partial(open_leads_of, but_for={lead.id for lead in leads})
    verdicts = assign_leads(session, [_as_new(lead) for lead in leads], others) if leads else []
    return [(lead, _follow(lead, verdict)) for lead, verdict in zip(leads, verdicts, strict=True) if verdict]


def _as_new(lead: Lead) -> NewLead:
    return NewLead(
        lead.org_unit_id,
        lead.source_kind,
        lead.source_id,
        lead.company,
        lead.industry,
        lead.region,
        lead.budget,
        lead.currency,
    )


def _follow(lead: Lead, verdict: Verdict) -> Told:
    before = telling.facts(lead)
    said: dict[str, str] = {
        "rule_id": verdict.rule_id,
        "rule_name": verdict.rule_name,
        "method": verdict.method,
        "reason": verdict.reason,
    }
    outcome = contract.NOBODY_LEFT if verdict.owner_id is None else contract.ASSIGNED
    assignment: dict[str, str | None] = {"outcome": outcome, **said, "at": now().isoformat()}
    lead.assign(verdict.owner_id or lead.owner_id, verdict.org_unit_id or lead.org_unit_id, assignment)
    told = telling.told(lead, changes(before, telling.facts(lead))) | said
    if verdict.owner_id is None:
        return contract.LeadLeftUnassigned(**told)
    return contract.LeadAssigned(**told, from_owner_id=before["owner_id"], to_owner_id=verdict.owner_id)
