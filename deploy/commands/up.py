"""Start everything here: migrate, all services, the gateway; a demo company where the data folder is empty."""

from shared.bus import green

green.patch()

import argparse  # noqa: E402 -- threads and sockets must be green before anything else is imported
import os  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
import threading  # noqa: E402
import time  # noqa: E402
from dataclasses import replace  # noqa: E402
from pathlib import Path  # noqa: E402
from urllib.request import urlopen  # noqa: E402

from deploy.console.beside import Building, lacks_console  # noqa: E402
from deploy.demo import load_demo  # noqa: E402
from deploy.gateway import serve_gateway  # noqa: E402
from deploy.logs import write_log  # noqa: E402
from deploy.preparing import (  # noqa: E402
    PASSWORD_VARIABLE,
    ensure_administrator,
    half_restore_here,
    migrate_all,
)
from deploy.roster import EVERYBODY, service_class  # noqa: E402
from shared.bus.host import Host  # noqa: E402
from shared.settings import EMBEDDED, Settings  # noqa: E402

READY_SECONDS = 120


def main(argv: list[str]) -> int:
    wanted = _parser().parse_args(argv)
    settings = _settings(wanted)
    write_log(settings.data / "tenon.log")
    obstacle = half_restore_here(settings)
    if obstacle:
        print(obstacle, file=sys.stderr)
        return 1
    empty = not (settings.data / "gateway.sqlite").exists() and settings.database is None
    migrate_all(settings, tell=_progress())
    password = ensure_administrator(settings)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return _run(settings, stop, password, demo=empty and not wanted.empty)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./tenon up", description=__doc__)
    parser.add_argument("--port", type=int, help="where to listen (default 8080, or TENON_PORT)")
    parser.add_argument("--host", help="on which address (default 127.0.0.1, or TENON_HOST)")
    parser.add_argument("--data", type=Path, help="folder of the databases, files and log (default var, or TENON_DATA)")
    parser.add_argument("--empty", action="store_true", help="do not load the demo company")
    return parser


def _settings(wanted: argparse.Namespace) -> Settings:
    settings = Settings.from_environment()
    given = {name: value for name in ("port", "host", "data") if (value := getattr(wanted, name)) is not None}
    return replace(settings, bus=os.environ.get("TENON_BUS", EMBEDDED), **given).with_secret()


def _run(settings: Settings, stop: threading.Event, password: str | None, *, demo: bool) -> int:
    host = Host(settings)
    host.start([service_class(name) for name in EVERYBODY])
    address = f"http://{settings.host}:{settings.port}"

    builds: list[Building] = []

    def welcome() -> None:
        if not _wait_until_ready(address, stop):
            print(f"The system did not become ready; see {settings.data / 'tenon.log'}.", file=sys.stderr)
            stop.set()
            return
        if demo and not stop.is_set():
            load_demo(settings, host)
        if not stop.is_set():
            _welcome(address, settings, password, demo)
            _build_console(address, builds)

    try:
        serve_gateway(settings, host, stop, on_ready=threading.Thread(target=welcome, daemon=True).start)
    except OSError as fault:
        print(f"Cannot listen on {settings.host}:{settings.port}: {fault.strerror}. Try --port.", file=sys.stderr)
        return 1
    finally:
        print("Stopping …", flush=True)
        for building in builds:
            building.end()
        host.stop()
    return 0


def _build_console(address: str, builds: list[Building]) -> None:
    """Where it is lacking or old. Without a way to the registries the product runs on without it."""
    if lacks_console():
        builds.append(Building())
        if builds[-1].succeeded():
            print(f"The console is at {address}/", flush=True)


def _wait_until_ready(address: str, stop: threading.Event) -> bool:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and not stop.is_set():
        try:
            # our own address, and http
            with urlopen(f"{address}/health/ready", timeout=5) as answer:  # nosec B310
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.05)
    return stop.is_set()


def _progress() -> "_Steps":
    return _Steps(len(EVERYBODY))


class _Steps:
    """Says which database is being brought up to date, on one line of a terminal and silently elsewhere."""

    def __init__(self, total: int) -> None:
        self.done = 0
        self.total = total

    def __call__(self, service: str) -> None:
        self.done += 1
        if sys.stdout.isatty():
            bar = "█" * self.done + "░" * (self.total - self.done)
            end = "\n" if self.done == self.total else ""
            print(f"\r  {bar} database of {service:<14}", end=end, flush=True)


def _welcome(address: str, settings: Settings, password: str | None, demo: bool) -> None:
    print(f"\nTenon is ready at {address}")
    print(f"  console          {address}/{'   (being built)' if lacks_console() else ''}")
    print(f"  API description  {address}/v1/openapi.json")
    print(f"  data and log     {settings.data.absolute()}")
    if password:
        print(f"  sign in as       admin   password {password}   (shown only now)")
    else:
        print(f"  sign in as       admin   (its first password: {PASSWORD_VARIABLE} at the first start)")
    if demo:
        print("  demo company     loaded: see the README for its people; --empty starts without")
    print("Ctrl-C stops it.", flush=True)
