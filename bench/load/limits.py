"""The limits beside which the product's figures are told, measured in the same run on the same records."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from bench.load import bare
from bench.load.generator import Plan, drive
from bench.load.installation import free_port
from bench.load.questions import Question, encode
from bench.load.records import OPEN_STAGES, id_of
from bench.load.scenarios import PAGE
from bench.load.world import World
from shared.actor import system_actor
from shared.settings import Settings
from shared.signing import sign_actor

ASKED = 2_000
"""Deals, in turn."""

READ = "SELECT * FROM opportunities WHERE id = %s"
LIST = "SELECT * FROM opportunities WHERE stage = %s ORDER BY amount DESC, id DESC LIMIT %s"
TOTALS = "SELECT stage, count(*), sum(amount) FROM opportunities WHERE status = 'open' GROUP BY stage"


@dataclass(frozen=True)
class Limit:
    """`rate` is answers a second; `beside` the scenario that does this and all else that the product does."""

    title: str
    beside: str
    rate: float


def measure_limits(world: World, clients: int, seconds: float) -> list[Limit]:
    """One after the other, with as many clients as the product is asked by."""
    return [
        *_of_postgres(world, clients, seconds),
        Limit("a bare Flask answer of 1,000 bytes, on the gateway's server", "read", _flask(clients, seconds)),
        *_of_calls(world, clients, seconds),
    ]


def _of_postgres(world: World, clients: int, seconds: float) -> list[Limit]:
    deals = min(ASKED, world.size.deals)
    asked: list[tuple[str, str, str, list[tuple[object, ...]]]] = [
        ("one row by its id, psycopg2 alone", "read", READ, [(id_of("deal", place),) for place in range(deals)]),
        (f"{PAGE} rows of a stage by amount, psycopg2 alone", "list", LIST, [(stage, PAGE) for stage in OPEN_STAGES]),
        ("totals by stage over all rows, psycopg2 alone", "totals", TOTALS, [()]),
    ]
    url = _plain(world.sales)
    return [
        Limit(title, beside, bare.alone(bare.ask_postgres, url, statement, values, clients, seconds))
        for title, beside, statement, values in asked
    ]


def _flask(clients: int, seconds: float) -> float:
    port = free_port()
    with bare.bare_flask(port):
        questions = [[Question(encode("GET", "/", ""), bare.BODY[:8])]] * clients
        bare.wait_for(port)
        return drive(Plan(port, 200, questions, seconds)).rate


def _of_calls(world: World, clients: int, seconds: float) -> list[Limit]:
    here = world.installation
    token = sign_actor(system_actor("bench"), here.secret)
    ids = [id_of("deal", place) for place in range(min(ASKED, world.size.deals))]
    settings = Settings(bus=here.bus, secret=here.secret)
    measures: list[tuple[str, Callable[[], float]]] = [
        (
            "a message over RabbitMQ and back, pika alone",
            lambda: bare.alone(bare.round_trips, here.bus, clients, seconds),
        ),
        (
            "the call to the service by the product's client, no gateway",
            lambda: bare.alone(bare.call_by_ours, settings, token, ids, clients, seconds),
        ),
        (
            "the same call by Nameko's own client",
            lambda: bare.alone(bare.call_by_nameko, here.bus, token, ids, clients, seconds),
        ),
    ]
    return [Limit(title, "read", measure()) for title, measure in measures]


def _plain(engine: Engine) -> str:
    """The address as psycopg2 reads it."""
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
