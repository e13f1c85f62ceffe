"""`./tenon bench growth` and `./tenon bench seed`: their words, and what they do with them."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bench.growth.books import LARGE, SMALL, Books, kept_books, seed_books
from bench.growth.questions import Question, questions
from bench.growth.report import Grown, page
from bench.load.command import add_servers, versions
from bench.load.installation import servers_at
from bench.load.machine import share
from bench.load.organisation import Person
from bench.load.records import Tell
from bench.load.timing import ask_in_turn
from bench.load.world import World

REPORT = Path("bench/reports/growth.md")
WARM = 3
Key = tuple[str, str]


def add_growth(benches: Any) -> None:
    """Among the benches of the command line."""
    bench = benches.add_parser(
        "growth",
        help="what lists, searches and pages of sales cost at 10,000 and at 1,000,000 deals",
        description="Makes databases and a virtual host of its own, seeds them, starts every service, asks through the"
        " gateway one request after the other, and again with many records; writes a page. Nothing else stays.",
    )
    add_servers(bench)
    _add_sizes(bench)
    bench.add_argument("--times", type=int, default=30, help="how often each question is asked; default 30")
    bench.add_argument("--report", type=Path, default=REPORT, help=f"the page that is written; default {REPORT}")
    seed = benches.add_parser(
        "seed",
        help="make the databases of a large company on a PostgreSQL server, to serve and look at",
        description="Makes the databases of an installation, fills them with 1,000 people in 200 units and their deals,"
        " customers and quotations, and says how to serve them. They stay until you drop them.",
    )
    add_servers(seed)
    _add_sizes(seed)
    seed.add_argument("--name", default="tenon_seeded", help="with which their names begin; default tenon_seeded")


def _add_sizes(bench: argparse.ArgumentParser) -> None:
    bench.add_argument("--deals", type=int, default=LARGE.deals, help=f"default {LARGE.deals:,}")
    bench.add_argument("--customers", type=int, default=LARGE.customers, help=f"default {LARGE.customers:,}")
    bench.add_argument("--quotations", type=int, default=LARGE.quotations, help=f"default {LARGE.quotations:,}")


def bench_growth(wanted: argparse.Namespace) -> int:
    """Leaves nothing behind on the servers but the page here."""
    servers, console = servers_at(wanted.server, wanted.broker), Console()
    many, before = Books(wanted.deals, wanted.customers, wanted.quotations), share()
    found: list[dict[Key, Sequence[float]]] = []
    for books in (SMALL, many):
        with _counting(console, "seeding", books.deals) as tell, kept_books(servers, books, tell) as here:
            found.append(_ask_all(here, books, wanted.times, console))
    few_took, many_took = found
    asked_of_both = [key for key in many_took if key in few_took]
    grown = [Grown(*key, few_took[key], many_took[key]) for key in asked_of_both]
    told = page((SMALL, many), wanted.times, grown, (before, share()), versions(servers))
    wanted.report.parent.mkdir(parents=True, exist_ok=True)
    wanted.report.write_text(told, encoding="utf-8")
    print(told)
    return 0


def _ask_all(here: World, books: Books, times: int, console: Console) -> dict[Key, Sequence[float]]:
    asked = questions(here, books)
    with _counting(console, "asking", len(asked)) as tell:
        took: dict[Key, Sequence[float]] = {}
        for done, question in enumerate(asked, 1):
            took[question.group, question.name] = timed(here, question, times)
            tell(done)
    return took


def timed(here: World, question: Question, times: int) -> Sequence[float]:
    """The seconds that each answer took, ascending."""

    def ask(turn: int) -> tuple[Person, str]:
        return question.person, question.paths[turn % len(question.paths)]

    return sorted(seconds for seconds, _ in ask_in_turn(here, ask, WARM, times))


def bench_seed(wanted: argparse.Namespace) -> int:
    """The databases stay; how to serve them is told at the end."""
    servers, console = servers_at(wanted.server, wanted.broker), Console()
    books = Books(wanted.deals, wanted.customers, wanted.quotations)
    try:
        with _counting(console, "seeding", books.deals) as tell:
            installation, company = seed_books(servers, books, wanted.name, tell)
    except RuntimeError as refused:
        console.print(str(refused), markup=False)
        return 1
    address = servers.postgres.set(drivername="postgresql", database=wanted.name).render_as_string(hide_password=False)
    told = (
        f"{books.told()} are in {wanted.name}_sales and beside it. To serve them:",
        "",
        f"    export TENON_DATABASE={address}",
        f"    export TENON_SECRET={installation.secret}",
        "    ./tenon serve all           # with TENON_BUS for the broker",
        "",
        f"The administrator is `admin` with the password {installation.password}; a director asks with the token",
        f"{company.directors[0].token}, a seller with {company.sellers[0].token}.",
    )
    print("\n".join(told))
    return 0


@contextmanager
def _counting(console: Console, what: str, total: int) -> Iterator[Tell]:
    """A bar for as long as there is something to count."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(what, total=total)

        def tell(done: int) -> None:
            progress.update(task, completed=done)
            if done >= total:
                progress.stop()

        yield tell
