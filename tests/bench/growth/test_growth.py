"""The bench on growth asks by all that lists offer, and its page names what misses a goal."""

from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from bench.growth.books import LARGE, SMALL
from bench.growth.questions import LISTINGS, Question, questions
from bench.growth.report import Grown, page
from bench.load.organisation import Company, Person
from bench.load.world import World
from shared.contracts.listing import FieldKind

DIRECTOR = Person("director", "unit", "token", -1)
SELLERS = [Person(f"seller{n}", "unit", f"token{n}", 0) for n in range(3)]
VALUES = {
    FieldKind.NUMBER: 7,
    FieldKind.MONEY: "70.00",
    FieldKind.TIME: "2026-01-01T00:00:00Z",
    FieldKind.DATE: "2026-01-01",
    FieldKind.FLAG: True,
}


@dataclass
class ToldWorld:
    """Answers each list with one row that has a value in every field."""

    company: Company = field(default_factory=lambda: Company("head", [DIRECTOR], [], SELLERS))

    def ask(self, _person: Person, _method: str, path: str) -> Any:
        listing = next(one for one in LISTINGS if path.startswith(f"/v1/{one.noun}?"))
        return {"data": [{name: VALUES.get(kind, "some value") for name, kind in listing.fields.items()}]}


def asked() -> list[Question]:
    return questions(cast(World, ToldWorld()), SMALL)


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda one: one.noun)
def test_a_list_is_asked_for_by_every_sort_and_filter_that_it_offers(listing: Any) -> None:
    paths = [path for one in asked() for path in one.paths if path.startswith(f"/v1/{listing.noun}?")]
    measured = {FieldKind.POSITION, FieldKind.DISTANCE}

    for name in (one for one in listing.sorts if listing.fields[one] not in measured):
        assert any(path.endswith(f"&sort={name}") for path in paths), name
        assert any(path.endswith(f"&sort=-{name}") for path in paths), name
    for name in (name for name, kind in listing.fields.items() if kind not in measured):
        assert any(f"&filter[{name}][" in path for path in paths), name


def test_each_question_has_a_name_of_its_own_and_values_are_written_for_addresses() -> None:
    made = asked()
    assert len({(one.group, one.name) for one in made}) == len(made)
    assert all(" " not in path for one in made for path in one.paths)
    assert any("some%20value" in path for one in made for path in one.paths)
    assert {one.person.id for one in made} == {"director", "seller0"}


@pytest.mark.parametrize(
    ("many", "is_kept"),
    [([0.030] * 100, True), ([0.060] * 100, False), ([0.030] * 90 + [0.3] * 10, False), ([0.045] * 100, False)],
    ids=["kept", "slow", "slow at times", "grown"],
)
def test_the_page_names_what_misses_a_goal(many: list[float], is_kept: bool) -> None:
    one = Grown("list of customers, director", "by name", [0.020] * 100, many)
    told = page((SMALL, LARGE), 100, [one], (0.9, 0.8), "PostgreSQL 15")

    assert one.is_kept is is_kept
    assert ("## What misses a goal" in told) is not is_kept
    assert "Few are 10,000 deals, 2,000 customers and 1,000 quotations; many are 1,000,000 deals" in told
    assert "## List of customers, director" in told
    assert f"| by name | 20 | 20 | {one.median:.0f} |" in told
    assert "90% of a processor before and 80% after" in told
