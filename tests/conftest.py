"""What every test may ask for: the profiles to run on, and fresh places on the servers behind them."""

import gc
import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from deploy.commands.__main__ import SELDOM
from deploy.commands.test import ALONE_MARK
from deploy.roster import EVERYBODY
from tests.compiling import compiled_once
from tests.recycling import RecycledPostgres
from tests.servers import find_amqp, find_postgres, fresh_postgres_database, fresh_vhost

REPORTS = Path(os.environ.get("TENON_TEST_REPORTS") or "var/test-reports")
"""Where tests leave what is worth reading afterwards, as JSON with a `line` and for people as Markdown."""

TIMES = int(os.environ.get("TENON_TEST_EXAMPLES", "1"))
"""How many times more requests than usual are made up, for a run that takes an hour or a night."""

ORGANISATIONS = int(os.environ.get("TENON_TEST_ORGANISATIONS", "3"))
"""How many organisations are changed at random."""

TURNS_ALL_UPSIDE_DOWN = "tests/end_to_end/generated/"
COME_LAST = ("tests/end_to_end/walker/test_writing.py", TURNS_ALL_UPSIDE_DOWN)
"""These tests come last, in this order, on the installation that they share with the rest of the walker: after them
records name what their readers may not see.
"""

TAKE_BOTH = ("tests/chaos/", "tests/upgrade/")
"""Of those that run when all others have ended: what keeps both processors busy. One process has them all, so that they
do not meet.
"""

INSTALLATIONS = "installations:"
TAKE_LONGEST = tuple(f"{INSTALLATIONS} {which}" for which in ("walked", "production", "embedded", "console"))
"""The groups of tests of many minutes, longest first: by their number alone the first of them would come tenth."""

LAST = pytest.StashKey[frozenset[pytest.Item]]()
"""The test of each group that comes last."""

BEGAN = time.time()
IN_CI = os.environ.get("CI") == "true"
NAMED_PROFILES = os.environ.get("TENON_TEST_PROFILES")
PROFILES = tuple((NAMED_PROFILES or "embedded,production").split(","))


LONGEST_NAME, NAMED_BY = 200, 40
"""Up to how long a value names its test itself, and how much of a longer one does."""

SHARED = frozenset({"stack", "company", "world"})
"""The fixtures that are the installation of a profile."""

RUNNING = ("stack", "world", "house", "playwright")
"""The fixtures that have processes of their own: installations that look for work, a browser."""


def pytest_configure() -> None:
    """As each command does: thousands of tests are no garbage either."""
    gc.set_threshold(*SELDOM)


def pytest_collection_finish(session: pytest.Session) -> None:
    session.stash[LAST] = frozenset({_group_of(item): item for item in session.items}.values())
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """An installation ends with the last test of its group: it would look for work until the end of the run, which
    takes a tenth of a processor and more from all tests that come after.
    """
    yield
    if item in item.session.stash[LAST] and _group_of(item).startswith(INSTALLATIONS):
        for name in RUNNING:
            for fixture in item.session._fixturemanager.getfixturedefs(name, item) or ():
                fixture.finish(item._request)  # type: ignore[attr-defined]


def pytest_make_parametrize_id(val: object) -> str | None:
    """A long value gives a test a short name: processes that share the run tell each other each name many times, and
    some values have ten megabytes.
    """
    if isinstance(val, str | bytes) and len(val) > LONGEST_NAME:
        told = val[:NAMED_BY] if isinstance(val, str) else val[:NAMED_BY].decode("ascii", "backslashreplace")
        return f"{told}... {len(val)} long"
    return None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes `profile` once on each profile."""
    if "profile" in metafunc.fixturenames:
        metafunc.parametrize("profile", PROFILES, scope="session", indirect=True)


@pytest.hookimpl(tryfirst=True)  # xdist reads the marks in the same hook
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several processes share the run, a file is not torn apart, and one process has all installations of a
    profile: those on the shared servers would need more connections side by side than PostgreSQL usually has. What
    takes longest begins first, so that all processes end together.
    """
    items.sort(key=_place_at_the_end)
    if hasattr(config, "workerinput"):
        sizes = Counter(map(_group_of, items))
        items.sort(key=lambda item: _place_in_the_queue(_group_of(item), sizes))
    _ensure_found([item.path for item in items if item.get_closest_marker("alone")])
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group_of(item)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """One line for each report that this run has written."""
    for report in sorted(REPORTS.glob("*.json")):
        if report.stat().st_mtime >= BEGAN:
            terminalreporter.write_line(f"{json.loads(report.read_text(encoding='utf-8'))['line']} ({report})")


def _place_at_the_end(item: pytest.Item) -> int:
    """Nought for tests that may run at any time."""
    return next((place for place, tests in enumerate(COME_LAST, start=1) if item.nodeid.startswith(tests)), 0)


def _place_in_the_queue(group: str, sizes: Counter[str]) -> tuple[int, int, str]:
    """Those of `TAKE_LONGEST` come first, then the largest."""
    place = TAKE_LONGEST.index(group) if group in TAKE_LONGEST else len(TAKE_LONGEST)
    return place, -sizes[group], group


def _ensure_found(timed: list[Path]) -> None:
    """Whoever runs the timed tests looks for them by the word."""
    hidden = [str(path) for path in set(timed) if ALONE_MARK not in path.read_text(encoding="utf-8")]
    if hidden:
        raise pytest.UsageError(f"These files have timed tests and do not say {ALONE_MARK}: {', '.join(hidden)}")


def _group_of(item: pytest.Item) -> str:
    return _together(item) or item.nodeid.partition("::")[0]


def _together(item: pytest.Item) -> str | None:
    """With which others, if it is not only those of its file."""
    if item.get_closest_marker("alone") and item.nodeid.startswith(TAKE_BOTH):
        return "one after the other"
    return _installation_of(item)


def _installation_of(item: pytest.Item) -> str | None:
    """The installation of the whole product on which this test runs."""
    if item.nodeid.startswith("tests/console/"):
        return f"{INSTALLATIONS} console"
    parameters = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    if "profile" not in parameters or not item.nodeid.startswith("tests/end_to_end/"):
        return None
    if parameters["profile"] == "embedded" and SHARED.isdisjoint(item.fixturenames):
        return None  # it starts one of its own, which needs no connection of PostgreSQL's: any process may have it
    walked = item.nodeid.startswith(("tests/end_to_end/walker/", TURNS_ALL_UPSIDE_DOWN))
    return f"{INSTALLATIONS} walked" if walked else f"{INSTALLATIONS} {parameters['profile']}"


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    with compiled_once():
        yield


@pytest.fixture(scope="session")
def profile(request: pytest.FixtureRequest) -> str:
    """`embedded` (SQLite, bus in memory) or `production` (RabbitMQ, PostgreSQL)."""
    name = str(request.param)
    if name == "production":
        request.getfixturevalue("amqp_server")
        request.getfixturevalue("postgres_server")
    return name


@pytest.fixture(scope="session")
def amqp_server() -> str:
    """The URL of a broker that tests share; skips where there is none, unless it was asked for."""
    return _demand(find_amqp(), "RabbitMQ", "TENON_TEST_AMQP")


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """The URL of a database server that tests share; skips where there is none, unless it was asked for."""
    return _demand(find_postgres(), "PostgreSQL", "TENON_TEST_POSTGRES")


@pytest.fixture(scope="session")
def amqp_url(amqp_server: str) -> Iterator[str]:
    """A virtual host of this run's own."""
    with fresh_vhost(amqp_server) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty PostgreSQL database of this test's own."""
    with fresh_postgres_database(postgres_server, lasting=False) as url:
        yield url


@pytest.fixture(scope="session")
def recycled_databases() -> Iterator[dict[str, RecycledPostgres]]:
    """Those of this process, by what their tables are for."""
    with ExitStack() as places:
        kept: dict[str, RecycledPostgres] = {}
        yield kept
        for recycled in kept.values():
            places.enter_context(closing(recycled))


@pytest.fixture(scope="module")
def recycled_postgres(
    postgres_server: str, recycled_databases: dict[str, RecycledPostgres], request: pytest.FixtureRequest
) -> Iterator[RecycledPostgres]:
    """Files about one service have the same tables, and use one database in turn; others make up their own."""
    _tests, about, *_rest = request.node.nodeid.split("/")
    place = about if about in EVERYBODY else request.node.nodeid
    if place not in recycled_databases:
        recycled_databases[place] = RecycledPostgres(postgres_server)
    yield recycled_databases[place]
    recycled_databases[place].end_sessions()


@pytest.fixture
def recycled_postgres_url(recycled_postgres: RecycledPostgres) -> Iterator[str]:
    """A PostgreSQL database without rows; tables of the tests before in the same file may be there."""
    yield recycled_postgres.url
    recycled_postgres.empty()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without rows that nobody else uses, once on each engine."""
    return _database_url(request, tmp_path, "recycled_postgres_url")


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without even a table, once on each engine."""
    return _database_url(request, tmp_path, "postgres_url")


def _database_url(request: pytest.FixtureRequest, folder: Path, on_postgres: str) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{folder / 'test.sqlite'}"
    return str(request.getfixturevalue(on_postgres))


def _demand(url: str | None, server: str, setting: str) -> str:
    if url is not None:
        return url
    if IN_CI or NAMED_PROFILES:
        pytest.fail(f"{server} is asked for but does not answer; set {setting}")
    pytest.skip(f"no {server}: set {setting} or start one on its usual port")
