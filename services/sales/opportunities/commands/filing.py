"""Files of opportunities: who may have them, and what is said of them in the history."""

from sqlalchemy.orm import Session

from services.sales.opportunities.commands import telling
from services.sales.opportunities.model import Opportunity
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.sales import deal_files as contract
from shared.visible import get_for_change, get_visible, get_within_reach


def see_opportunity(session: Session, actor: Actor, opportunity_id: str) -> str:
    """The id, where the caller may see it."""
    return get_visible(session, Opportunity, actor, opportunity_id).id


def hold_opportunity(session: Session, actor: Actor, opportunity_id: str) -> str:
    """The id, where the caller may edit it, held until the transaction ends."""
    return get_for_change(session, Opportunity, actor, opportunity_id).id


def hold_to_give(session: Session, actor: Actor, opportunity_id: str) -> str:
    """The id, where the caller may let others in, which no share allows; held until the transaction ends."""
    return get_within_reach(session, Opportunity, actor, opportunity_id).id


def tell_of_opening(
    session: Session, actor: Actor, opportunity_id: str, file_id: str, name: str, *, opened: bool
) -> None:
    """That partners may have a file of the deal, or no longer."""
    opportunity = get_within_reach(session, Opportunity, actor, opportunity_id)
    before, after = (None, name) if opened else (name, None)
    diff = changes({"file_for_partners": before}, {"file_for_partners": after})
    event = contract.OpportunityFileOpened if opened else contract.OpportunityFileClosed
    announce(session, actor, opportunity, event(**telling.told(opportunity, diff), file_id=file_id))


def tell_of_file(
    session: Session, actor: Actor, opportunity_id: str, file_id: str, name: str, *, attached: bool
) -> None:
    opportunity = get_for_change(session, Opportunity, actor, opportunity_id)
    there, gone = {"file": name}, {"file": None}
    diff = changes(gone, there) if attached else changes(there, gone)
    event = contract.OpportunityFileAttached if attached else contract.OpportunityFileRemoved
    announce(session, actor, opportunity, event(**telling.told(opportunity, diff), file_id=file_id))
