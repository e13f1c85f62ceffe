"""Whom a campaign may turn to and what they may answer, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping
from enum import StrEnum

from shared.errors import Conflict, RuleBroken


class MemberStatus(StrEnum):
    INVITED = "invited"
    INTERESTED = "interested"
    DECLINED = "declined"


TRANSITIONS: Mapping[str, Mapping[MemberStatus, MemberStatus]] = {
    "respond": {MemberStatus.INVITED: MemberStatus.INTERESTED},
    "decline": {MemberStatus.INVITED: MemberStatus.DECLINED, MemberStatus.INTERESTED: MemberStatus.DECLINED},
}


class MemberCannotDoThis(Conflict):
    """A member in this state does not know this step."""

    code = "campaign_member_state_forbids"


class CustomerIsMemberAlready(Conflict):
    """A campaign turns to each customer once."""

    code = "campaign_member_exists"


class MemberExternalIdIsTaken(Conflict):
    """It stands for a customer of a campaign out of the caller's reach."""

    code = "campaign_member_external_id_taken"


class CustomerIsUnknown(RuleBroken):
    """No campaign turns to a customer that the caller may not see or nobody knows."""

    code = "campaign_customer_unknown"


def next_status(verb: str, status: MemberStatus) -> MemberStatus:
    """The state that the verb leads to; raises `MemberCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        raise MemberCannotDoThis(f"A member that is {status} cannot {verb}.", status=status.value) from None
