"""Whatever a question is answered equals what a reader in Python computes on the rows in sight, and on no others."""

from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.persistence.database import Database
from tests.reporting.newsroom import Newsroom, told_newsroom
from tests.reporting.questions.asking import SIGHT, ask, many_deals

TEXTS = {"status": ("open", "won", "lost", "none"), "currency": ("USD", "EUR"), "stage": ("engaging", "won")}
NUMBERS = {"amount": ("0", "1500.50", "4000", "2758.03"), "probability": ("0", "10", "50", "100")}
DAYS = {"closed_on": ("2026-01-11", "2026-06-30", "2026-12-11")}
COMPARED = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
Told = list[dict[str, Any]]


def written(column: str, value: str) -> str:
    return value if column in NUMBERS else f"'{value}'"


@st.composite
def leaf(draw: Any) -> Any:
    column = draw(st.sampled_from([*TEXTS, *NUMBERS, *DAYS]))
    values = (TEXTS | NUMBERS | DAYS)[column]
    kind = draw(st.sampled_from(["compare", "null", "in", "between"]))
    if kind == "null":
        return ("null", column, draw(st.booleans()))
    if kind == "compare":
        return ("compare", column, draw(st.sampled_from(sorted(COMPARED))), draw(st.sampled_from(values)))
    if kind == "in":
        return ("in", column, draw(st.lists(st.sampled_from(values), min_size=1, max_size=3)))
    return ("between", column, draw(st.sampled_from(values)), draw(st.sampled_from(values)))


conditions = st.recursive(
    leaf(),
    lambda inner: st.one_of(st.tuples(st.just("not"), inner), st.tuples(st.sampled_from(["and", "or"]), inner, inner)),
    max_leaves=6,
)


def as_sql(tree: Any) -> str:
    match tree:
        case ("not", inner):
            return f"NOT ({as_sql(inner)})"
        case ("and" | "or" as word, left, right):
            return f"({as_sql(left)} {word} {as_sql(right)})"
        case ("null", column, negated):
            return f"{column} IS {'NOT ' if negated else ''}NULL"
        case ("compare", column, sign, value):
            return f"{column} {sign} {written(column, value)}"
        case ("in", column, values):
            return f"{column} IN ({', '.join(written(column, value) for value in values)})"
        case (_, column, low, high):
            return f"{column} BETWEEN {written(column, low)} AND {written(column, high)}"
    raise AssertionError(tree)


def known(column: str, value: Any) -> Any:
    return Decimal(value) if column in NUMBERS and value is not None else value


def holds(tree: Any, row: dict[str, Any]) -> bool | None:
    """By SQL's logic of three values."""
    match tree:
        case ("not", inner):
            found = holds(inner, row)
            return None if found is None else not found
        case ("and" | "or" as word, left, right):
            both, decides = [holds(left, row), holds(right, row)], word == "or"
            return decides if decides in both else None if None in both else not decides
        case ("null", column, negated):
            return (row[column] is None) is not negated
    column, value = tree[1], known(tree[1], row[tree[1]])
    if value is None:
        return None
    if tree[0] == "compare":
        return bool(COMPARED[tree[2]](value, known(column, tree[3])))
    if tree[0] == "in":
        return value in [known(column, one) for one in tree[2]]
    return bool(known(column, tree[2]) <= value <= known(column, tree[3]))


def shown(column: str, value: Any) -> Any:
    return None if value is None else f"{Decimal(value):.2f}" if column == "amount" else value


def in_sight(told: Told, who: str) -> Told:
    return [row for row in told if row["who"] in SIGHT[who]]


@pytest.fixture
def asked(database_anywhere: Database) -> tuple[Newsroom, Told]:
    return told_newsroom(database_anywhere, many_deals)


anything = settings(
    max_examples=80, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@anything
@given(who=st.sampled_from(sorted(SIGHT)), tree=conditions)
def test_rows_by_any_condition_are_those_in_sight_for_which_it_holds(
    asked: tuple[Newsroom, Told], who: str, tree: Any
) -> None:
    room, told = asked
    answer = ask(room, who, f"SELECT name, amount, status, closed_on, probability FROM deals WHERE {as_sql(tree)}")
    expected = Counter(
        (row["name"], shown("amount", row["amount"]), row["status"], row["closed_on"], row["probability"])
        for row in in_sight(told, who)
        if holds(tree, row)
    )
    assert Counter(tuple(row.values()) for row in answer["rows"]) == expected


@anything
@given(
    who=st.sampled_from(sorted(SIGHT)),
    tree=conditions,
    groups=st.lists(st.sampled_from([*TEXTS, "probability"]), unique=True, max_size=2),
)
def test_sums_by_any_group_are_those_of_the_rows_in_sight(
    asked: tuple[Newsroom, Told], who: str, tree: Any, groups: list[str]
) -> None:
    room, told = asked
    sums = "count(*) AS n, count(amount) AS m, sum(amount) AS total, avg(amount) AS mean, max(closed_on) AS last"
    by = f"GROUP BY {', '.join(groups)}" if groups else ""
    sql = f"SELECT {', '.join([*groups, sums])} FROM deals WHERE {as_sql(tree)} {by}"
    found: dict[tuple[Any, ...], Told] = defaultdict(list) if groups else {(): []}
    for row in in_sight(told, who):
        if holds(tree, row):
            found[tuple(row[name] for name in groups)].append(row)
    assert {tuple(row.values()) for row in ask(room, who, sql)["rows"]} == {
        (*keys, *summed(rows)) for keys, rows in found.items()
    }


def summed(rows: Told) -> tuple[Any, ...]:
    amounts = [Decimal(row["amount"]) for row in rows if row["amount"] is not None]
    days = [row["closed_on"] for row in rows if row["closed_on"]]
    total = f"{sum(amounts):.2f}" if amounts else None
    mean = round(sum(amounts) / len(amounts) * 10_000 + Decimal("1e-9")) if amounts else None
    told = None if mean is None else Decimal(mean).scaleb(-4)
    shown_mean = None if told is None else str(round(told, 2) if told == round(told, 2) else told)
    return len(rows), len(amounts), total, shown_mean, max(days, default=None)


def one(room: Newsroom, what: str, who: str = "helen") -> Any:
    (row,) = ask(room, who, f"SELECT {what} AS it FROM deals WHERE name = 'nina-1'")["rows"]
    return row["it"]


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("amount", "2919.01"),
        ("amount * 2 + 0.0001", "5838.0201"),
        ("-amount", "-2919.01"),
        ("amount / 3", "973.0033"),
        ("amount / 0", None),
        ("amount / amount", "1.0000"),
        ("probability / 4", "7.5000"),
        ("(probability - 1) * 100 / 7 * 2", "828.5714"),
        ("round(amount)", "2919.00"),
        ("abs(-probability)", 30),
        ("coalesce(lost_reason, 'none')", "none"),
        ("coalesce(closed_on, '2026-01-02')", "2026-01-02"),
        ("nullif(status, 'open')", None),
        ("upper(status)", "OPEN"),
        ("length(name)", 6),
        ("extract(quarter from coalesce(closed_on, date '2026-05-01'))", 2),
        ("extract(year from closed_on)", None),
        ("case when amount > 5000 then 'big' when status = 'open' then 'open' end", "open"),
        ("case when amount > 5000 then 1 else 2.5 end", "2.5000"),
    ],
)
def test_values_are_reckoned_exactly_on_every_engine(asked: tuple[Newsroom, Told], what: str, value: Any) -> None:
    assert one(asked[0], what) == value


def test_rows_are_sorted_with_nothing_last_and_cut_to_the_page(asked: tuple[Newsroom, Told]) -> None:
    room, told = asked
    amounts = [Decimal(row["amount"]) for row in told if row["amount"]]
    answer = ask(room, "helen", "SELECT amount a FROM deals ORDER BY a DESC")
    assert [row["a"] for row in answer["rows"]] == [f"{one:.2f}" for one in sorted(amounts, reverse=True)] + [None] * 4
    assert answer["complete"]
    cut = ask(room, "helen", "SELECT amount a FROM deals ORDER BY 1 LIMIT 3 OFFSET 2", limit=2)
    assert [row["a"] for row in cut["rows"]] == [f"{one:.2f}" for one in sorted(amounts)[2:4]]
    assert not cut["complete"]
    assert cut["columns"] == [{"name": "a", "kind": "money"}]


def test_tables_are_joined_each_in_the_part_that_is_seen(asked: tuple[Newsroom, Told]) -> None:
    room, told = asked
    sql = "SELECT a.name x, b.name y FROM deals a JOIN deals b ON a.customer_id = b.customer_id AND a.amount < b.amount"
    for who in SIGHT:
        mine = in_sight(told, who)
        pairs = {
            (a["name"], b["name"])
            for a in mine
            for b in mine
            if a["customer_id"] and a["customer_id"] == b["customer_id"] and a["amount"] and b["amount"]
            if Decimal(a["amount"]) < Decimal(b["amount"])
        }
        assert {tuple(row.values()) for row in ask(room, who, sql)["rows"]} == pairs


def test_the_answer_shows_what_ran_with_the_filter_of_the_rows(asked: tuple[Newsroom, Told]) -> None:
    ran = ask(asked[0], "nils", "SELECT name FROM deals WHERE status = 'it is secret'")["ran"]
    assert "deal_facts.owner_id = " in ran["sql"]
    assert {asked[0].people["nils"].user_id, "it is secret"} <= set(ran["parameters"].values())
    assert "secret" not in ran["sql"]
