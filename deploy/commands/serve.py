"""Run services, or the gateway, each as a process of its own; needs a broker (TENON_BUS=amqp://…)."""

from shared.bus import green

green.patch()

import argparse  # noqa: E402 -- threads and sockets must be green before anything else is imported
import os  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
import threading  # noqa: E402

from deploy.forking import CAN_FORK, ENDINGS, load_everything  # noqa: E402
from deploy.logs import write_log  # noqa: E402
from deploy.preparing import half_restore_here  # noqa: E402
from deploy.roster import EVERYBODY, service_class  # noqa: E402
from deploy.supervising import CANNOT_RUN, Supervisor  # noqa: E402
from shared.bus.host import Host  # noqa: E402
from shared.persistence.migrating import is_current  # noqa: E402
from shared.settings import GATEWAY, Settings  # noqa: E402

TICK_SECONDS = 0.25
EVERYTHING = "all"
NO_BROKER = (
    "A service in a process of its own needs a broker: set TENON_BUS=amqp://user:password@host:5672// "
    "(./tenon up runs everything in one process without one)."
)


def main(argv: list[str]) -> int:
    services = _wanted(argv)
    settings = Settings.from_environment().with_secret()
    if settings.is_embedded:
        print(NO_BROKER, file=sys.stderr)
        return 1
    write_log()
    if len(services) == 1:
        return int(_serve_here(settings, services[0]) != 0)
    return _serve_side_by_side(settings, services)


def _wanted(argv: list[str]) -> list[str]:
    parser = argparse.ArgumentParser(prog="./tenon serve", description=__doc__)
    parser.add_argument(
        "services",
        nargs="+",
        choices=[*EVERYBODY, EVERYTHING],
        metavar="SERVICE",
        help=f"{', '.join(EVERYBODY)}; or {EVERYTHING}. Named twice it runs twice. Several share the memory "
        "of what they load, and whichever dies is started again",
    )
    given = parser.parse_args(argv).services
    wanted = [service for one in given for service in (EVERYBODY if one == EVERYTHING else (one,))]
    if len(wanted) > 1 and not CAN_FORK:
        parser.error("this system cannot copy a process: start each service by a command of its own")
    return wanted


def _serve_side_by_side(settings: Settings, services: list[str]) -> int:
    load_everything()
    parent = os.getpid()

    def serve(service: str) -> int:
        stop = threading.Event()
        threading.Thread(target=_stop_without, args=(parent, stop), daemon=True).start()
        return _serve_here(settings, service, stop)

    return Supervisor(services, serve).run()


def _stop_without(parent: int, stop: threading.Event) -> None:
    """Nobody would start again, or stop, a service whose parent was killed."""
    while os.getppid() == parent and not stop.wait(TICK_SECONDS):
        continue
    stop.set()


def _serve_here(settings: Settings, service: str, stop: threading.Event | None = None) -> int:
    stop = stop or threading.Event()
    for number in ENDINGS:
        signal.signal(number, lambda *_: stop.set())
    try:
        obstacle = _obstacle(settings, service)
    except Exception as fault:
        print(f"The database of {service} does not answer: {str(fault).splitlines()[0]}", file=sys.stderr)
        return 1
    if obstacle:
        print(obstacle, file=sys.stderr)
        return CANNOT_RUN
    return _serve(settings, service, stop)


def _obstacle(settings: Settings, service: str) -> str | None:
    """Why this service cannot run on its own here, as a sentence for the administrator."""
    half = half_restore_here(settings, [service])
    if half or is_current(service, settings.database_url(service)):
        return half
    return f"The database of {service} is not at this version's schema: run ./tenon migrate first."


def _serve(settings: Settings, service: str, stop: threading.Event) -> int:
    host = Host(settings)
    host.start([service_class(service)])
    try:
        if service == GATEWAY:
            return _serve_gateway(settings, host, stop)
        print(f"{service} serves as process {os.getpid()}; Ctrl-C stops it.", flush=True)
        while not stop.wait(TICK_SECONDS):
            continue  # a signal alone does not wake an idle hub of green threads
        return 0
    finally:
        host.stop()


def _serve_gateway(settings: Settings, host: Host, stop: threading.Event) -> int:
    from deploy.gateway import serve_gateway

    address = f"http://{settings.host}:{settings.port}"
    try:
        told = f"gateway serves at {address} as process {os.getpid()}; Ctrl-C stops it."
        serve_gateway(settings, host, stop, lambda: print(told, flush=True))
    except OSError as fault:
        print(f"Cannot listen on {settings.host}:{settings.port}: {fault.strerror}.", file=sys.stderr)
        return CANNOT_RUN
    return 0
