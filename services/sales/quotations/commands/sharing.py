"""Opening a quotation to one person or one unit more, and closing it again."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.quotations import queries
from services.sales.quotations.commands import told as told_of
from services.sales.quotations.model import Quotation
from shared import sharing
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.sales import quotations as contract
from shared.sharing import Opening
from shared.visible import get_visible


def share_quotation(session: Session, actor: Actor, quotation_id: str, **opened: Any) -> Opening:
    """Let exactly this person, or this unit and those below it, in. Sharing again changes what the share allows."""
    quotation = queries.get_quotation_within_reach(session, actor, quotation_id)
    share = sharing.open_record(session, actor, quotation, **opened)
    told = told_of(quotation, sharing.opened_to(share)) | sharing.told_of_opening(share)
    announce(session, actor, quotation, contract.QuotationShared(**told))
    return sharing.opening(share)


def revoke_share(session: Session, actor: Actor, quotation_id: str, share_id: str) -> None:
    quotation = queries.get_quotation_within_reach(session, actor, quotation_id)
    share = sharing.close_record(session, quotation, share_id)
    told = told_of(quotation, sharing.closed_to(share)) | sharing.told_of_closing(share)
    announce(session, actor, quotation, contract.QuotationShareRevoked(**told))


def list_shares(session: Session, actor: Actor, quotation_id: str) -> dict[str, list[Opening]]:
    return sharing.openings_of(session, get_visible(session, Quotation, actor, quotation_id))
