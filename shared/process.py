"""Which process this is and since when it runs; a copy of a process is another process."""

import os
import time
from dataclasses import dataclass, field
from uuid import uuid4


@dataclass
class Process:
    """`name` is one that no other process ever has, `started` seconds since 1970."""

    name: str = field(default_factory=lambda: uuid4().hex)
    started: float = field(default_factory=time.time)


_this = Process()


def this_process() -> Process:
    return _this


def _begin() -> None:
    global _this
    _this = Process()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin)
