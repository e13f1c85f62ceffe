"""What may happen to a payment, in plain Python: no database, no wire, no clock."""

from enum import StrEnum

from shared.errors import Conflict


class PaymentStatus(StrEnum):
    POSTED = "posted"
    REVERSED = "reversed"
    REVERSAL = "reversal"


class PaymentIsNotPosted(Conflict):
    """A payment is reversed once, and a reversal never."""

    code = "payment_not_posted"


class ReferenceIsUsed(Conflict):
    """One movement on the bank's account is one payment: nothing else can be posted under its reference."""

    code = "payment_reference_used"


def ensure_posted(status: PaymentStatus) -> None:
    if status is not PaymentStatus.POSTED:
        raise PaymentIsNotPosted(f"A payment that is {status} cannot be reversed.", status=status.value)


def ensure_same_payment(same: bool) -> None:
    if not same:
        raise ReferenceIsUsed("Another payment bears this bank reference.")
