"""Converting a lead by hand, which the registered deals of partners never refuse but warn of."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.deal_registrations.queries import warning_about
from services.sales.leads import commands
from shared.actor import Actor
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.leads import LeadView


def convert_lead(session: Session, actor: Actor, lead_id: str, **parts: Any) -> Payload:
    """The lead as it is shown, and for the house the warning about a deal that it became: as if opened by itself."""
    lead = commands.convert_lead(session, actor, lead_id, **parts)
    warned = warning_about(session, actor, lead.customer_id) if "opportunity" in parts else {}
    return reply(LeadView, lead) | warned
