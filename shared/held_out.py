"""How near chances that were said came to what happened, in plain Python."""

from collections.abc import Sequence

Said = Sequence[tuple[float, bool]]
"""Chances with what happened."""


def area_under_curve(said: Said) -> float | None:
    """Of all pairs of one to which it happened and one to which it did not, the share in which the former was given
    the higher chance, equal ones by half: 0.5 is guessing. None where there is no such pair.
    """
    ranked = sorted(said)
    chances, happened = [chance for chance, _ in ranked], sum(did for _, did in ranked)
    others, places, start = len(ranked) - happened, 0.0, 0
    if not happened or not others:
        return None
    while start < len(ranked):
        end = start
        while end < len(ranked) and chances[end] == chances[start]:
            end += 1
        places += sum(did for _, did in ranked[start:end]) * (start + 1 + end) / 2
        start = end
    return (places - happened * (happened + 1) / 2) / (happened * others)


def brier_score(said: Said) -> float:
    """The mean square by which chances missed what happened: 0 is knowing it. There must be some."""
    return sum((chance - did) ** 2 for chance, did in said) / len(said)
