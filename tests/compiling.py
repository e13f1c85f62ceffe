"""Statements compiled once for all databases of a test run.

SQLAlchemy keeps what it has compiled with the engine, and tests open a database each: a fifth of their time went into
compiling the same statements anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, util
from sqlalchemy.engine.default import DefaultDialect

STATEMENTS = 4000


@contextmanager
def compiled_once() -> Iterator[None]:
    """Engines of one dialect take each other's compiled statements, for they all speak to the same server."""
    kept: util.LRUCache[Any, Any] = util.LRUCache(STATEMENTS)
    make = Engine.__init__

    def share(self: Engine, *words: Any, **more: Any) -> None:
        make(self, *words, **more)
        self._compiled_cache = kept

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DefaultDialect, "__eq__", lambda self, other: type(self) is type(other))
        patch.setattr(DefaultDialect, "__hash__", lambda self: hash(type(self)))
        patch.setattr(Engine, "__init__", share)
        yield
