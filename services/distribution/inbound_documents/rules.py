"""What may happen to an inbound document, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping
from enum import StrEnum

from shared.errors import Conflict


class InboundStatus(StrEnum):
    DRAFT = "draft"
    POSTED = "posted"
    VOID = "void"


TRANSITIONS: Mapping[str, Mapping[InboundStatus, InboundStatus]] = {
    "post": {InboundStatus.DRAFT: InboundStatus.POSTED},
    "void": {InboundStatus.DRAFT: InboundStatus.VOID, InboundStatus.POSTED: InboundStatus.VOID},
}


class InboundDocumentCannotDoThis(Conflict):
    """An inbound document in this state does not know this step: it is posted once and voided once."""

    code = "inbound_document_state_forbids"


def next_status(verb: str, status: InboundStatus) -> InboundStatus:
    """The state that the verb leads to; raises `InboundDocumentCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        raise InboundDocumentCannotDoThis(
            f"An inbound document that is {status} cannot be {verb}ed.", status=status.value
        ) from None
