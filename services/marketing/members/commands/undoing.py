"""Taking back what a job did to the customers of campaigns."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from services.marketing.members import commands
from services.marketing.members.model import Member
from services.marketing.members.rules import MemberStatus
from shared.actor import Actor
from shared.contracts.marketing import members as contract
from shared.importing import RowResult
from shared.undoing import Undoing, ensure_still, undo_records


def _ensure_removable(session: Session, member: Member) -> None:
    ensure_still(member.status == MemberStatus.INVITED, "only invited")


_MEMBERS = Undoing(
    noun=contract.LISTING.noun,
    model=Member,
    put_back=lambda session, member, fields: member.put_back(fields),
    facts=commands.facts_of,
    changed=lambda member, diff: contract.MemberChanged(**commands.told_of(member, diff)),
    removed=lambda member, diff: contract.MemberRemoved(**commands.told_of(member, diff)),
    ensure_removable=_ensure_removable,
)


def undo_members(session: Session, actor: Actor, job_id: str, member_ids: Sequence[str]) -> list[RowResult]:
    """One result a member; one that was changed since, or who has answered, stays as they are."""
    return undo_records(session, actor, job_id, member_ids, _MEMBERS)
