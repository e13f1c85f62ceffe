"""Opening a plan to one person or one unit more, and closing it again."""

from typing import Any

from sqlalchemy.orm import Session

from services.messaging.plans.commands import told_of
from services.messaging.plans.model import Plan
from shared import sharing
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.messaging import plans as contract
from shared.sharing import Opening
from shared.visible import get_visible, get_within_reach


def share_plan(session: Session, actor: Actor, plan_id: str, **opened: Any) -> Opening:
    """Let exactly this person, or this unit and those below it, in. Sharing again changes what the share allows."""
    plan = get_within_reach(session, Plan, actor, plan_id)
    share = sharing.open_record(session, actor, plan, **opened)
    told = told_of(plan, sharing.opened_to(share)) | sharing.told_of_opening(share)
    announce(session, actor, plan, contract.PlanShared(**told))
    return sharing.opening(share)


def revoke_share(session: Session, actor: Actor, plan_id: str, share_id: str) -> None:
    plan = get_within_reach(session, Plan, actor, plan_id)
    share = sharing.close_record(session, plan, share_id)
    told = told_of(plan, sharing.closed_to(share)) | sharing.told_of_closing(share)
    announce(session, actor, plan, contract.PlanShareRevoked(**told))


def list_shares(session: Session, actor: Actor, plan_id: str) -> dict[str, list[Opening]]:
    return sharing.openings_of(session, get_visible(session, Plan, actor, plan_id))
