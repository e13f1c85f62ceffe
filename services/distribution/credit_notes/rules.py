"""What may happen to a credit note, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from shared.errors import Conflict


class CreditNoteStatus(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"
    DISPUTED = "disputed"
    VOID = "void"


TRANSITIONS: Mapping[str, Mapping[CreditNoteStatus, CreditNoteStatus]] = {
    "issue": {CreditNoteStatus.DRAFT: CreditNoteStatus.ISSUED},
    "void": {
        CreditNoteStatus.DRAFT: CreditNoteStatus.VOID,
        CreditNoteStatus.ISSUED: CreditNoteStatus.VOID,
        CreditNoteStatus.DISPUTED: CreditNoteStatus.VOID,
    },
}

TOLD = (
    ("void", CreditNoteStatus.DRAFT, CreditNoteStatus.VOID),
    ("dispute", CreditNoteStatus.ISSUED, CreditNoteStatus.DISPUTED),
)
"""The steps that are taken when sales voids the return."""


class CreditNoteCannotDoThis(Conflict):
    """A credit note in this state does not know this step: it is issued once and voided once."""

    code = "credit_note_state_forbids"


class NothingToCredit(Conflict):
    """Nothing of what came back is invoiced and not credited already."""

    code = "nothing_to_credit"


def next_status(verb: str, status: CreditNoteStatus) -> CreditNoteStatus:
    """The state that the verb leads to; raises `CreditNoteCannotDoThis` where it leads nowhere."""
    told = {at: to for step, at, to in TOLD if step == verb}
    try:
        return {**TRANSITIONS.get(verb, {}), **told}[status]
    except KeyError:
        raise CreditNoteCannotDoThis(
            f"A credit note that is {status} does not know the step {verb}.", status=status.value
        ) from None


def ensure_something(credited: Decimal) -> None:
    if credited <= 0:
        raise NothingToCredit("Nothing of these goods is invoiced and not credited already.")
