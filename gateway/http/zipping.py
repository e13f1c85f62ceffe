"""Archives that are sent while they are made: whatever their size, a piece at a time is in memory."""

from collections.abc import Iterable, Iterator
from io import RawIOBase
from typing import Any
from zipfile import ZipFile, ZipInfo

Entry = tuple[str, Iterable[bytes]]
"""The name of a file in an archive, and its content piece by piece."""


def zipped(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The archive of these files, uncompressed: most of what is attached to records is compressed already."""
    outlet = _Outlet()
    with ZipFile(outlet, "w") as archive:
        for name, pieces in entries:
            with archive.open(ZipInfo(name), "w") as file:
                for piece in pieces:
                    file.write(piece)
                    yield outlet.taken()
    yield outlet.taken()


class _Outlet(RawIOBase):
    """What `ZipFile` writes to, as to a pipe: it cannot go back, and what was taken is gone."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, piece: Any, /) -> int:
        self._waiting.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        waiting, self._waiting = self._waiting, []
        return b"".join(waiting)
