"""A gateway of toys as a process of its own: prints its port and ends on SIGTERM."""

from shared.bus.green import patch

patch()

import signal  # noqa: E402
import socket  # noqa: E402
import sys  # noqa: E402
import threading  # noqa: E402
import time  # noqa: E402

from gateway.http import health  # noqa: E402
from gateway.http.app import create_app  # noqa: E402
from gateway.server import serve  # noqa: E402
from gateway.stream import routes as stream  # noqa: E402
from tests.gateway.http.stand_ins import (  # noqa: E402
    TOY_ID,
    Called,
    StandInAccess,
    StandInBus,
    StandInPrincipal,
    StandInSettings,
    toy_routes,
)


def _slowly(_: Called) -> dict[str, object]:
    time.sleep(1)
    return {"id": TOY_ID, "version": 1}


def main() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    bus, access, stop = StandInBus(), StandInAccess(), threading.Event()
    bus.answers["wind_toy"] = _slowly
    bus.answers["messaging.list_messages_after"] = {"data": [], "last": ""}
    access.people["anna"] = StandInPrincipal(TOY_ID, "token-a", frozenset({stream.READ}))
    app = create_app(StandInSettings(), bus, access, [toy_routes(), health.routes, stream.routes], broadcasts=bus)
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    serve(app, "127.0.0.1", port, stop, on_ready=lambda: print(port, file=sys.stderr, flush=True))


if __name__ == "__main__":
    main()
