"""A process of toy services, green like a real one: `python -m tests.shared.bus.toy_process SETTINGS SERVICE…`.

SETTINGS is JSON: {"bus": …, "databases": [[name, url], …]}. It prints "ready" and runs until it is killed.
"""

from shared.bus import green

green.patch()

import json  # noqa: E402 -- threads must be green first
import os  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
import threading  # noqa: E402
from typing import Any  # noqa: E402

from deploy.logs import write_log  # noqa: E402
from shared.bus import relay  # noqa: E402
from shared.bus.amqp.events import Consumer  # noqa: E402
from shared.bus.host import Host  # noqa: E402
from shared.settings import Settings  # noqa: E402
from tests.shared.bus import toys  # noqa: E402
from tests.shared.bus.moments import (  # noqa: E402
    DIE_BEFORE_ACKNOWLEDGING,
    DIE_BEFORE_PUBLISHING,
    DIE_BEFORE_RECORDING,
    SEND,
)


def die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    write_log(level="WARNING")
    described, *words = sys.argv[1:]
    content = json.loads(described)
    settings = Settings(
        bus=content["bus"],
        databases=tuple((name, url) for name, url in content["databases"]),
        secret=toys.SECRET,
        event_delays=(0.1, 0.2, 0.5),
    )
    if DIE_BEFORE_PUBLISHING in words:
        relay.Relay._next_envelopes = die  # type: ignore[method-assign]
    if DIE_BEFORE_RECORDING in words:
        relay.Relay._record = die  # type: ignore[method-assign]
    if DIE_BEFORE_ACKNOWLEDGING in words:
        Consumer._acknowledge = die  # type: ignore[method-assign]
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    host = Host(settings, toys.SUBSCRIPTIONS, tick=0.2)
    host.start([service for service in toys.SERVICES if service.name in words])
    print("ready", flush=True)
    if SEND in words:
        host.client.call("toy_shop", "send_parcels", actor_token=toys.token(), places=["a", "b"])
    stop.wait()
    host.stop()


if __name__ == "__main__":
    main()
