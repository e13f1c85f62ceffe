"""What a document earns, in plain Python: no database, no wire, no clock.

Documents count in the order of distribution's log, whatever order they are heard in. A document's amount lies, in the
amount that its order's owner has accumulated by the plan in the period, above all that counted before it and still
stood then. What is taken back counts no longer for those that follow; those that came between keep what they earned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from shared.apportioning import apportion

NOTHING = Decimal(0)
CENT = Decimal("0.01")
FINEST = Decimal("0.0001")
HUNDRED = Decimal(100)


Tiers = Sequence[tuple[Decimal, Decimal]]
"""Above which amount each tier begins, the lowest at zero, and its rate in percent."""


@dataclass(frozen=True)
class Part:
    """The part of an amount that lies in one tier, 1 for the lowest, and what it earns at the tier's rate."""

    tier: int
    percent: Decimal
    basis: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Due:
    """What one person has of a part: of its basis and of what it earns."""

    person_id: str
    share_percent: Decimal
    tier: int
    percent: Decimal
    basis: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Counted:
    """A document that counts by a plan: its amount, its place in distribution's log, and that of its undoing."""

    key: str
    amount: Decimal
    position: int
    undone_at: int | None = None


def parts_of(tiers: Tiers, accumulated: Decimal, amount: Decimal) -> list[Part]:
    """Each tier's part of what lies between `accumulated` and `amount` more, each rounded half up to the cent."""
    parts = []
    top = accumulated + amount
    ends = [*(above for above, _ in tiers[1:]), top]
    for number, ((above, percent), end) in enumerate(zip(tiers, ends, strict=True), start=1):
        basis = min(top, end) - max(accumulated, above)
        if basis > 0:
            earned = (basis * percent / HUNDRED).quantize(CENT, ROUND_HALF_UP)
            parts.append(Part(number, percent, basis, earned))
    return parts


def dues_of(parts: Sequence[Part], shares: Mapping[str, Decimal]) -> list[Due]:
    """Each person's share of each part: the shares of a part sum to exactly that part."""
    weights = list(shares.values())
    dues = []
    for part in parts:
        bases, amounts = apportion(part.basis, weights, FINEST), apportion(part.amount, weights, CENT)
        for (person_id, percent), basis, amount in zip(shares.items(), bases, amounts, strict=True):
            dues.append(Due(person_id, percent, part.tier, part.percent, basis, amount))
    return dues


def opposite(due: Due) -> Due:
    """What takes exactly this back."""
    return replace(due, basis=-due.basis, amount=-due.amount)


def taken_by_returns(counted: Decimal, returned: Decimal, ordered: Decimal, *, paid: bool) -> Decimal:
    """What returns take of the `counted` amount that an order's documents come to. `returned` is what the goods that
    came back cost, of the `ordered` amount. Money counts as far as it is for goods that were kept.
    """
    left = ordered if paid else counted
    return min(max(counted + returned - left, NOTHING), counted)


def part_of(due: Due, taken: Decimal, whole: Decimal) -> tuple[Decimal, Decimal]:
    """The basis and the amount of a due that go with `taken` of the document's whole amount: all with all of it."""
    return (
        (due.basis * taken / whole).quantize(FINEST, ROUND_HALF_UP),
        (due.amount * taken / whole).quantize(CENT, ROUND_HALF_UP),
    )


def losses_of(dues: Sequence[Due], lost: Sequence[Due], taken: Decimal, whole: Decimal) -> list[Due]:
    """What the dues of a document have yet to lose so that `taken` of its whole amount is lost; `lost` are the losses
    until now, below zero. What was lost too much comes back, above zero.
    """
    losses = []
    for due in dues:
        until_now = [one for one in lost if (one.person_id, one.tier) == (due.person_id, due.tier)]
        basis, amount = part_of(due, taken, whole)
        basis += sum((one.basis for one in until_now), NOTHING)
        amount += sum((one.amount for one in until_now), NOTHING)
        if basis or amount:
            losses.append(replace(due, basis=-basis, amount=-amount))
    return losses


def accumulated_at(documents: Sequence[Counted], since: int, accumulated: Decimal) -> dict[str, Decimal]:
    """What each document that came at this place of the log or after it lies above, by its key.

    `accumulated` is what counted just before that place.
    """
    steps = [(one.position, one.amount, one.key) for one in documents if one.position >= since]
    undone = [(one.undone_at, one.amount) for one in documents if one.undone_at is not None]
    steps += [(position, -amount, "") for position, amount in undone if position >= since]
    found = {}
    for _, amount, key in sorted(steps):
        if key:
            found[key] = accumulated
        accumulated += amount
    return found
