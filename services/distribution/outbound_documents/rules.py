"""What may happen to an outbound document, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping
from enum import StrEnum

from shared.errors import Conflict


class OutboundStatus(StrEnum):
    DRAFT = "draft"
    POSTED = "posted"
    VOID = "void"


TRANSITIONS: Mapping[str, Mapping[OutboundStatus, OutboundStatus]] = {
    "post": {OutboundStatus.DRAFT: OutboundStatus.POSTED},
    "void": {OutboundStatus.DRAFT: OutboundStatus.VOID, OutboundStatus.POSTED: OutboundStatus.VOID},
}


class OutboundDocumentCannotDoThis(Conflict):
    """An outbound document in this state does not know this step: it is posted once and voided once."""

    code = "outbound_document_state_forbids"


def next_status(verb: str, status: OutboundStatus) -> OutboundStatus:
    """The state that the verb leads to; raises `OutboundDocumentCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        raise OutboundDocumentCannotDoThis(
            f"An outbound document that is {status} cannot be {verb}ed.", status=status.value
        ) from None
