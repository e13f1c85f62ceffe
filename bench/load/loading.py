"""Customers loaded from a file through the API, while nobody else asks."""

import time

from bench.imports import Program, file_of
from bench.load.figures import in_ms
from bench.load.machine import memory_of
from bench.load.measure import Measured, Meter
from bench.load.world import World

ENTITY = "customers"
NAME = "import"


def measure_import(here: World, rows: int) -> Measured:
    """Rows a second from the call that starts the run to its end, all rows taken."""
    program = Program(here.installation.url, here.installation.password)
    content = file_of(ENTITY, rows)
    meter = Meter(here.installation)
    meter.begin()
    used = time.process_time()
    seconds = program.load(ENTITY, content)
    used = time.process_time() - used
    meter.end()
    return Measured(
        scenario=NAME,
        clients=1,
        deals=here.size.deals,
        rate=rows / seconds,
        p50=0.0,
        p95=0.0,
        p99=0.0,
        failures=0,
        cpu_ms={kind: in_ms(each) / rows for kind, each in meter.by_kind.items()},
        generator_ms=in_ms(used) / rows,
        others=max(0.0, meter.busy - sum(meter.by_kind.values()) - used) / meter.seconds,
        memory=memory_of(here.installation.own_processes()),
    )
