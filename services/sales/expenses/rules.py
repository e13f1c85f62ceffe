"""What an expense may do and who decides on it, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from shared.apportioning import ensure_add_up
from shared.errors import Conflict, Forbidden, RuleBroken


class ExpenseStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    PAID = "paid"


S = ExpenseStatus
TRANSITIONS: Mapping[str, Mapping[ExpenseStatus, ExpenseStatus]] = {
    "change": {S.DRAFT: S.DRAFT, S.REFUSED: S.REFUSED},
    "submit": {S.DRAFT: S.SUBMITTED, S.REFUSED: S.SUBMITTED},
    "approve": {S.SUBMITTED: S.APPROVED},
    "refuse": {S.SUBMITTED: S.REFUSED},
    "pay": {S.APPROVED: S.PAID},
}


class ExpenseCannotDoThis(Conflict):
    """An expense in this state does not know this step."""

    code = "expense_state_forbids"


class ExpenseOfOnesOwn(Forbidden):
    """Somebody else approves, refuses and pays back what one spent."""

    code = "expense_of_ones_own"


class ExpenseIsToCome(RuleBroken):
    """An expense is spent, and is paid back, on a day that has come."""

    code = "expense_is_to_come"


class ExpensePaidTooEarly(RuleBroken):
    """What was spent is paid back on that day or later."""

    code = "expense_paid_before_spent"


class DealNamedTwice(RuleBroken):
    """A deal has one part of an expense."""

    code = "expense_deal_named_twice"


class DealOfExpenseIsUnknown(RuleBroken):
    """An expense is allocated to deals that the caller can see. `opportunity_id` says which it is not."""

    code = "expense_deal_unknown"


def next_status(verb: str, status: ExpenseStatus) -> ExpenseStatus:
    """The state that the verb leads to; raises `ExpenseCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        raise ExpenseCannotDoThis(f"You cannot {verb} an expense that is {status}.", status=status.value) from None


def ensure_of_another(owner_id: str, person_id: str) -> None:
    if owner_id == person_id:
        raise ExpenseOfOnesOwn("Somebody else decides on what you spent.")


def ensure_come(day: date, today: date) -> None:
    if day > today:
        raise ExpenseIsToCome(f"{day} is yet to come.")


def ensure_spent_before(paid_on: date, spent_on: date) -> None:
    if paid_on < spent_on:
        raise ExpensePaidTooEarly(f"This was spent on {spent_on}, after {paid_on}.")


def ensure_allocated(amount: Decimal, parts: Sequence[tuple[str, Decimal]]) -> None:
    """`parts` are deals with their amounts. Raises `DealNamedTwice`, and `PartsDoNotAddUp` where some are named."""
    deals = [deal for deal, _ in parts]
    if len(set(deals)) != len(deals):
        raise DealNamedTwice("A deal is named twice; give it one part.")
    if parts:
        ensure_add_up([part for _, part in parts], amount)


def ensure_in_sight(deals: Sequence[str], seen: set[str]) -> None:
    for deal in deals:
        if deal not in seen:
            raise DealOfExpenseIsUnknown(f"There is no opportunity {deal}.", opportunity_id=deal)
