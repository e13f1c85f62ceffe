"""Whom we met at a customer: named in deals, or told as the winner of one."""

from services.sales.competitors.rules import CompetitorMet, competitors_of


def test_two_ways_to_write_a_name_are_one_competitor_and_whoever_won_most_comes_first() -> None:
    named = ["Plough & Sons", "Anvil", "  Bellows"]
    winners = [("PLOUGH  &  sons", 2), ("Zimmer", 1), ("plough & Sons", 1)]
    assert competitors_of(named, winners) == [
        CompetitorMet("Plough & Sons", 3),
        CompetitorMet("Zimmer", 1),
        CompetitorMet("  Bellows", 0),
        CompetitorMet("Anvil", 0),
    ]
    assert competitors_of([], []) == []
