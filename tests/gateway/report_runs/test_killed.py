"""Killed at any point on the way of a mail, it comes once or not at all, and whoever has it sent reads which."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select, update

from deploy.launcher.catalogue import ROOT
from gateway.report_runs import commands, rules
from gateway.report_runs.entrypoints import sending
from gateway.report_runs.model import ReportRun
from gateway.report_schedules.commands import create_report_schedule
from shared.clock import now
from shared.contracts.gateway import report_schedules as contract
from shared.persistence.database import Database
from shared.persistence.sets import table_of
from shared.settings import Settings
from tests.end_to_end.reporting.post import Post
from tests.gateway.organisation import House
from tests.servers import free_port

ADDRESS = "reader@example.com"
SENDER = "Tenon <reports@tenon.test>"
PROGRAM = """
import os, signal, sys
import gateway.service
from gateway.report_runs import commands
from gateway.report_runs.entrypoints import sending
from shared.persistence.database import Database
from tests.gateway.report_runs.test_killed import look

url, port, point = sys.argv[1], int(sys.argv[2]), sys.argv[3]

def die(*_args, **_more):
    os.kill(os.getpid(), signal.SIGKILL)

if point == "before it is noted":
    commands.give = die
if point == "before its end":
    give = sending.Sender._give
    sending.Sender._give = lambda self: (give(self), die())
if point == "before its mark":
    commands.note_sent = die
look(Database(url), port)
"""


class Bus:
    """Stands for the reporting service, which knows of nothing won."""

    def on_behalf_of(self, *_: object) -> "Bus":
        return self

    def call(self, *_: object, **__: object) -> SimpleNamespace:
        return SimpleNamespace(result={"rows": []})


def look(database: Database, port: int) -> None:
    """What the timer does, until all that it began has come to its end."""
    settings = Settings(smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False, smtp_sender=SENDER)
    bus: Any = Bus()
    sending.look(database, bus, settings)
    for one in threading.enumerate():
        if one.name.startswith("report-"):
            one.join()


class Deadly(Post):
    """A mail server that kills whoever sends, at one of its steps, once it has done the step."""

    def __init__(self) -> None:
        super().__init__()
        self.step: str | None = None
        self.victim: subprocess.Popen[str] | None = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        said = await super().handle_RCPT(server, session, envelope, address, options)
        self._kill("when it has the address")
        return said

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        said = await super().handle_DATA(server, session, envelope)
        self._kill("when it has the mail")
        return said

    def _kill(self, step: str) -> None:
        if self.step == step and self.victim is not None:
            self.victim.kill()
            self.victim.wait(10)


@pytest.fixture
def office() -> Iterator[tuple[Deadly, int]]:
    post, port = Deadly(), free_port()
    with post.open_at(port):
        yield post, port


def entered(house: House) -> str:
    """One mail to the administrator, on its way."""
    told = house.call("admin", "get_person", person_id=house.people["admin"])
    house.call("admin", "change_person", person_id=told["id"], request={"email": ADDRESS})
    house.call("admin", "get_me")
    actor = house.access.authenticate(house.tokens["admin"]).actor_for(contract.SEND)
    plan = {
        "title": "Won", "report": "won-deals", "parameters": {}, "format": "csv", "rhythm": "daily",
        "time": "07:30", "time_zone": "UTC", "recipients": [house.people["admin"]],
    }  # fmt: skip
    with house.database.write() as session:
        made = create_report_schedule(session, actor, **plan)
        schedule_id = made.id
    with house.database.write() as session:
        _, (run,) = commands.send_now(session, actor, schedule_id, SENDER)
        return run.id


def sender_of(house: House, port: int, point: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", PROGRAM, house.database.url, str(port), point]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    return subprocess.Popen(words, cwd=ROOT, env=environment, text=True)


def run_of(house: House, run_id: str) -> Any:
    """As it is kept now."""
    kept = table_of(ReportRun)
    with house.database.read() as session:
        return session.execute(select(kept).where(kept.c.id == run_id)).one()


def let_lease_end(house: House, run_id: str) -> None:
    kept = table_of(ReportRun)
    with house.database.write() as session:
        session.execute(update(kept).where(kept.c.id == run_id).values(lease_until=now() - timedelta(seconds=1)))


@pytest.mark.parametrize(
    ("point", "arrived_then", "arrived", "state"),
    [
        ("when it has the address", 0, 1, rules.SENT),
        ("before it is noted", 0, 1, rules.SENT),
        ("before its end", 0, 0, rules.UNCERTAIN),
        ("when it has the mail", 1, 1, rules.UNCERTAIN),
        ("before its mark", 1, 1, rules.UNCERTAIN),
    ],
)
def test_a_sender_that_is_killed_never_has_a_mail_sent_twice(
    house: House, office: tuple[Deadly, int], point: str, arrived_then: int, arrived: int, state: str
) -> None:
    post, port = office
    run_id = entered(house)
    post.step = point
    post.victim = sender_of(house, port, point)
    assert post.victim.wait(180) == -signal.SIGKILL
    assert (len(post.taken), run_of(house, run_id).state) == (arrived_then, rules.WAITING)

    post.step = None
    look(house.database, port)
    assert len(post.taken) == arrived_then, "who held it may still be at work"

    for _ in range(2):
        let_lease_end(house, run_id)
        look(house.database, port)
    run = run_of(house, run_id)
    assert (len(post.taken), run.state) == (arrived, state)
    assert post.ids() == [run.message_id] * arrived
    assert (run.error == rules.UNHEARD) == (state == rules.UNCERTAIN)
