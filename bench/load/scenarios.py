"""What is asked of the product: each scenario says what its clients send, and what a right answer has."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.load.generator import Outcome
from bench.load.orders import confirmations, until_reserved
from bench.load.questions import Question, encode
from bench.load.records import CURRENCY, OPEN_STAGES, id_of
from bench.load.world import World

MOST_QUESTIONS = 1_000
"""Prepared for each client; after the last one it begins anew."""
MOST_CONFIRMED_A_SECOND, SPARE = 400, 1.2
PAGE = 50
BETWEEN = ("prospecting", "engaging")
"""Two stages without criteria, so that a deal may go on and back again."""

Questions = list[list[Question]]
Finish = Callable[[World, Outcome], Outcome]


@dataclass(frozen=True)
class Asking:
    """By how many clients, for how long, and how often in a second at most."""

    clients: int
    seconds: float
    pace: float | None = None


Ask = Callable[[World, Asking], Questions]


@dataclass(frozen=True)
class Scenario:
    """`status` is that of a right answer; `again` says whether a client may ask the same anew after its last question.

    `finish` waits for what goes on after the last answer; what was timed is what it tells then.
    """

    name: str
    title: str
    ask: Ask
    status: int = 200
    again: bool = True
    finish: Finish | None = None


def _read(world: World, asking: Asking) -> Questions:
    """Each client is another seller and reads deals of their own, in any order."""
    return [_reads(world, place) for place in range(asking.clients)]


def _reads(world: World, place: int) -> list[Question]:
    token = world.company.sellers[place].token
    made = []
    for deal in _deals_of(world, place):
        id_ = id_of("deal", deal)
        made.append(Question(encode("GET", f"/v1/opportunities/{id_}", token), id_.encode()))
    return made


def _deals_of(world: World, place: int) -> list[int]:
    sellers = len(world.company.sellers)
    theirs = range(place, world.size.deals, sellers)
    return random.Random(place).sample(theirs, min(MOST_QUESTIONS, len(theirs)))


def _list(world: World, asking: Asking) -> Questions:
    """Heads of branches list the largest deals of a stage in all of their branch."""
    made = []
    for place in range(asking.clients):
        head = world.company.heads[place % len(world.company.heads)]
        stages = random.Random(place).sample(OPEN_STAGES, len(OPEN_STAGES))
        made.append([_page(head.token, stage) for stage in stages])
    return made


def _page(token: str, stage: str) -> Question:
    path = f"/v1/opportunities?filter[stage][eq]={stage}&sort=-amount&limit={PAGE}"
    return Question(encode("GET", path, token), b'"weighted_amount"', PAGE)


def _totals(world: World, asking: Asking) -> Questions:
    """Directors see all deals there are; nobody writes meanwhile, so the one right count is known."""
    count = world.number(world.sales, "SELECT count(*) FROM opportunities WHERE status = 'open'")
    wanted = f'"count":{count}'.encode()
    directors = world.company.directors
    return [
        [Question(encode("GET", "/v1/pipeline", directors[place % len(directors)].token), wanted)]
        for place in range(asking.clients)
    ]


def _create(world: World, asking: Asking) -> Questions:
    """Each client is another seller and opens deals with customers of their own."""
    return [[_opening(world, place, turn) for turn in range(MOST_QUESTIONS)] for place in range(asking.clients)]


def _opening(world: World, place: int, turn: int) -> Question:
    sellers = world.company.sellers
    customer = place + len(sellers) * (turn % (world.size.customers // len(sellers)))
    body = {
        "name": f"Opened under load {place}-{turn}",
        "customer_id": id_of("customer", customer),
        "product_id": id_of("product", turn % 100),
        "amount": f"{100 + turn}.50",
        "currency": CURRENCY,
    }
    return Question(encode("POST", "/v1/opportunities", sellers[place].token, body), b'"status":"open"')


def _advance(world: World, asking: Asking) -> Questions:
    """Each client is another seller and moves deals of their own to the other of two stages, and later back."""
    return [_advances(world, place) for place in range(asking.clients)]


def _advances(world: World, place: int) -> list[Question]:
    seller = world.company.sellers[place]
    found = world.rows(
        world.sales,
        "SELECT id, stage FROM opportunities WHERE owner_id = :owner AND stage IN ('prospecting', 'engaging')"
        " ORDER BY id LIMIT :most",
        owner=seller.id,
        most=MOST_QUESTIONS,
    )
    moves = [(str(row.id), row.stage, there) for row in found for there in BETWEEN if there != row.stage]
    there = [_step(seller.token, id_, stage) for id_, _here, stage in moves]
    back = [_step(seller.token, id_, stage) for id_, stage, _there in moves]
    return there + back


def _step(token: str, deal: str, stage: str) -> Question:
    raw = encode("POST", f"/v1/opportunities/{deal}/advance", token, {"stage": stage})
    return Question(raw, f'"stage":"{stage}"'.encode())


def _confirm(world: World, asking: Asking) -> Questions:
    """Each client is another seller and confirms orders of their own, of many products."""
    return confirmations(world, asking.clients, _enough(asking), hot=False)


def _confirm_hot(world: World, asking: Asking) -> Questions:
    """The same with the one product that everybody wants."""
    return confirmations(world, asking.clients, _enough(asking), hot=True)


def _enough(asking: Asking) -> int:
    """A confirmed order is spent, so there must be more than can be confirmed in the time."""
    return max(asking.clients, int(asking.seconds * (asking.pace or MOST_CONFIRMED_A_SECOND) * SPARE))


SCENARIOS: Sequence[Scenario] = (
    Scenario("read", "read one opportunity", _read),
    Scenario("list", "list 50 of my branch in one stage, by amount", _list),
    Scenario("totals", "pipeline totals over all I may see", _totals),
    Scenario("advance", "advance a stage", _advance),
    Scenario("create", "create an opportunity", _create, 201),
    Scenario("confirm", "confirm an order until its stock is reserved", _confirm, again=False, finish=until_reserved),
    Scenario("hot", "the same, all orders of one item", _confirm_hot, again=False, finish=until_reserved),
)
