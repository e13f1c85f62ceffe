"""Processes that are copies of one which has loaded everything: loading costs its time and memory once for all."""

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable
from importlib import import_module

from eventlet import hubs

from deploy.roster import EVERYBODY, service_class

CAN_FORK = hasattr(os, "fork")
ENDINGS = (signal.SIGINT, signal.SIGTERM)


def load_everything() -> None:
    """Import what any service and the gateway need.

    What is loaded is never garbage, and left alone it stays in memory that all copies share.
    """
    for module in ("deploy.gateway", "shared.bus.amqp.transport"):
        import_module(module)
    for name in EVERYBODY:
        service_class(name)
    gc.collect()
    gc.freeze()


def fork(run: Callable[[], int]) -> int:
    """Start a copy of this process that does `run` and ends with the status that it returns; the number of the copy.

    To be called where nothing runs beside: of threads and connections a copy would have but the shells.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    number = os.fork()
    if number == 0:
        _end(_status_of(run))
    return number


def _status_of(run: Callable[[], int]) -> int:
    hubs.use_hub()  # of the loop of green threads it has the parent's, which waits for the parent's descriptors
    for ending in ENDINGS:
        signal.signal(ending, signal.default_int_handler if ending == signal.SIGINT else signal.SIG_DFL)
    try:
        return run()
    except KeyboardInterrupt:
        return 130
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException:
        traceback.print_exc()
        return 1


def _end(status: int) -> None:
    """At once: whatever was loaded is the parent's to take down."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
