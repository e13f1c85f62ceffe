"""Opening a service request to one person or one unit more, and closing it again."""

from typing import Any

from sqlalchemy.orm import Session

from services.service_desk.requests.commands import told_of
from services.service_desk.requests.model import Request
from shared import sharing
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.service_desk import requests as contract
from shared.sharing import Opening
from shared.visible import get_visible, get_within_reach


def share_request(session: Session, actor: Actor, request_id: str, **opened: Any) -> Opening:
    """Let exactly this person, or this unit and those below it, in. Sharing again changes what the share allows."""
    request = get_within_reach(session, Request, actor, request_id)
    share = sharing.open_record(session, actor, request, **opened)
    told = told_of(request) | {"changes": sharing.opened_to(share)} | sharing.told_of_opening(share)
    announce(session, actor, request, contract.RequestShared(**told))
    return sharing.opening(share)


def revoke_share(session: Session, actor: Actor, request_id: str, share_id: str) -> None:
    request = get_within_reach(session, Request, actor, request_id)
    share = sharing.close_record(session, request, share_id)
    told = told_of(request) | {"changes": sharing.closed_to(share)} | sharing.told_of_closing(share)
    announce(session, actor, request, contract.RequestShareRevoked(**told))


def list_shares(session: Session, actor: Actor, request_id: str) -> dict[str, list[Opening]]:
    return sharing.openings_of(session, get_visible(session, Request, actor, request_id))
