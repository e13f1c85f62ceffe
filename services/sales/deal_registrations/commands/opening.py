"""Opening a deal by hand, which the registered deals of partners never refuse but warn of."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.deal_registrations import queries
from services.sales.opportunities import commands as opportunity_commands
from shared.actor import Actor
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.opportunities import OpportunityView


def open_opportunity(session: Session, actor: Actor, **fields: Any) -> Payload:
    """The deal as it is shown, and for the house the warning that a partner is protected with its customer."""
    opened = opportunity_commands.open_opportunity(session, actor, **fields)
    return reply(OpportunityView, opened) | queries.warning_about(session, actor, opened.customer_id)
