"""Run one service, or the gateway, as a process of its own; needs a broker (TENON_BUS=amqp://…)."""

from shared.bus import green

green.patch()

import argparse  # noqa: E402 -- threads and sockets must be green before anything else is imported
import signal  # noqa: E402
import sys  # noqa: E402
import threading  # noqa: E402

from deploy.logs import write_log  # noqa: E402
from deploy.preparing import half_restore_here  # noqa: E402
from deploy.roster import EVERYBODY, service_class  # noqa: E402
from shared.bus.host import Host  # noqa: E402
from shared.persistence.migrating import is_current  # noqa: E402
from shared.settings import GATEWAY, Settings  # noqa: E402

TICK_SECONDS = 0.25


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./tenon serve", description=__doc__)
    parser.add_argument("service", choices=EVERYBODY, metavar="SERVICE", help=", ".join(EVERYBODY))
    service = parser.parse_args(argv).service
    settings = Settings.from_environment().with_secret()
    obstacle = _obstacle(settings, service)
    if obstacle:
        print(obstacle, file=sys.stderr)
        return 1
    write_log()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return _serve(settings, service, stop)


def _obstacle(settings: Settings, service: str) -> str | None:
    """Why this service cannot run on its own here, as a sentence for the administrator."""
    if settings.is_embedded:
        return (
            "A service in a process of its own needs a broker: set TENON_BUS=amqp://user:password@host:5672// "
            "(./tenon up runs everything in one process without one)."
        )
    try:
        half = half_restore_here(settings, [service])
        if half:
            return half
        current = is_current(service, settings.database_url(service))
    except Exception as fault:
        return f"The database of {service} does not answer: {str(fault).splitlines()[0]}"
    return None if current else f"The database of {service} is not at this version's schema: run ./tenon migrate first."


def _serve(settings: Settings, service: str, stop: threading.Event) -> int:
    host = Host(settings)
    host.start([service_class(service)])
    try:
        if service == GATEWAY:
            return _serve_gateway(settings, host, stop)
        print(f"{service} serves; Ctrl-C stops it.", flush=True)
        while not stop.wait(TICK_SECONDS):
            continue  # a signal alone does not wake an idle hub of green threads
        return 0
    finally:
        host.stop()


def _serve_gateway(settings: Settings, host: Host, stop: threading.Event) -> int:
    from deploy.gateway import serve_gateway

    address = f"http://{settings.host}:{settings.port}"
    try:
        serve_gateway(settings, host, stop, lambda: print(f"gateway serves at {address}; Ctrl-C stops it.", flush=True))
    except OSError as fault:
        print(f"Cannot listen on {settings.host}:{settings.port}: {fault.strerror}.", file=sys.stderr)
        return 1
    return 0
