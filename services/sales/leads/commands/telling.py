"""What is said of a lead: to the history, to whoever listens, and to whoever searches."""

from typing import Any

from services.sales.leads.model import Lead
from shared.contracts.events import Changes
from shared.contracts.fields import money_text
from shared.custom_fields import custom_facts
from shared.owners import places_of


def facts(lead: Lead) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "name": lead.name,
        "company": lead.company,
        "email": lead.email,
        "phone": lead.phone,
        "note": lead.note,
        "industry": lead.industry,
        "region": lead.region,
        "status": str(lead.status),
        "budget": None if lead.budget is None else money_text(lead.budget),
        "lost_reason": lead.lost_reason,
        "owner_id": lead.owner_id,
        "org_unit_id": lead.org_unit_id,
        "customer_id": lead.customer_id,
        "contact_id": lead.contact_id,
        "opportunity_id": lead.opportunity_id,
        "external_id": lead.external_id,
        "assignment_rule_id": lead.assignment_rule_id,
        "assignment": lead.assignment,
        **custom_facts(lead),
    }


def told(lead: Lead, changed: Changes) -> dict[str, Any]:
    """What every event about this lead says."""
    return {
        "lead_id": lead.id,
        "record_version": lead.next_version,
        "name": lead.name,
        "company": lead.company,
        "status": str(lead.status),
        "budget": None if lead.budget is None else money_text(lead.budget),
        "currency": lead.currency,
        "owner_id": lead.owner_id,
        "org_unit_id": lead.org_unit_id,
        "source_kind": lead.source_kind,
        "source_id": lead.source_id,
        "custom": lead.custom or {},
        "changes": changed,
        **places_of(lead),
    }


def found_by(lead: Lead) -> tuple[str | None, ...]:
    """The texts whose words find this lead."""
    return lead.name, lead.company, lead.email, lead.phone, lead.external_id
