"""What a template may name of a deal in the caller's sight, as texts."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.sales.document_templates.queries import path_of_template
from services.sales.document_templates.queries.merging import Merge
from services.sales.opportunities.queries import Opportunity, get_opportunity
from services.sales.proposals import rules
from services.sales.stages.queries import find_stage
from shared.actor import Actor
from shared.clock import today
from shared.contracts.fields import money_text
from shared.contracts.sales.document_templates import PROPOSAL


@dataclass(frozen=True)
class Draft:
    """What a proposal is made of: the texts to be filled in, and where the template is, if not the shipped one."""

    name: str
    merge: Merge
    template_path: str | None


def draft_of_deal(session: Session, actor: Actor, opportunity_id: str, document_template_id: str | None) -> Draft:
    """Raises `ProposedDealIsClosed`, and `TemplateIsUnknown` for one that is no template of proposals."""
    deal = get_opportunity(session, actor, opportunity_id)
    rules.ensure_open(deal.status)
    stage = find_stage(session, deal.stage)
    said = _deal(deal) | {
        "opportunity.stage": stage.name if stage else deal.stage,
        "customer.name": deal.customer.name if deal.customer else "",
        "owner.name": deal.owner.name if deal.owner else "",
        "unit.name": deal.org_unit.name if deal.org_unit else "",
        "today": today().isoformat(),
    }
    path = path_of_template(session, PROPOSAL, document_template_id)
    return Draft(f"Proposal {deal.number}.docx", Merge(said), path)


def _deal(deal: Opportunity) -> dict[str, str]:
    closes = deal.expected_close_date
    return {
        "opportunity.number": deal.number,
        "opportunity.name": deal.name,
        "opportunity.product": deal.product.name if deal.product else "",
        "opportunity.amount": "" if deal.amount is None else money_text(deal.amount),
        "opportunity.currency": deal.currency,
        "opportunity.expected_close_date": "" if closes is None else closes.isoformat(),
        "opportunity.next_step": deal.next_step or "",
    }
