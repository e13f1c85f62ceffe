"""Dividing an amount: parts that must add up to it, and parts that are made to."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from shared.errors import RuleBroken


class PartsDoNotAddUp(RuleBroken):
    """The parts of a whole come to the whole, no more and no less. `parts` says what they come to."""

    code = "parts_do_not_add_up"


def ensure_add_up(parts: Iterable[Decimal], whole: Decimal) -> None:
    together = sum(parts, Decimal(0))
    if together != whole:
        raise PartsDoNotAddUp(f"The parts come to {together}, not to {whole}.", parts=str(together), whole=str(whole))


def apportion(amount: Decimal, weights: Sequence[Decimal], smallest: Decimal) -> list[Decimal]:
    """Divide an amount by weights into multiples of `smallest` that sum to exactly that amount.

    By the largest remainder: each gets its part rounded down, and what is left goes, one `smallest` each, to those who
    lost most by the rounding; among equals to who is named first. `amount` is a multiple of `smallest` and not below
    zero, and one weight at least is above zero.
    """
    pieces, together = int(amount / smallest), sum(map(Fraction, weights))
    exact = [pieces * Fraction(weight) / together for weight in weights]
    given = [int(part) for part in exact]
    losers = sorted(range(len(exact)), key=lambda place: (given[place] - exact[place], place))
    for place in losers[: pieces - sum(given)]:
        given[place] += 1
    return [one * smallest for one in given]
