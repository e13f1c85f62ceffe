"""Files through one port: a folder by default, whatever fsspec knows otherwise."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import IO, Any

import fsspec

CHUNK = 256 * 1024
PARTIAL = ".partial"


class Files:
    """Files by their paths below one place. A path is made of our own ids and names, never of a caller's."""

    def __init__(self, place: str) -> None:
        self._system, self._root = fsspec.url_to_fs(place)

    @contextmanager
    def write(self, path: str) -> Iterator[IO[bytes]]:
        """A file that is there under its path once the block has ended, and not at all when it raised."""
        whole, partial = self._at(path), f"{self._at(path)}{PARTIAL}"
        self._system.makedirs(self._system._parent(whole), exist_ok=True)
        with self._system.open(partial, "wb") as file:
            yield file
        self._system.mv(partial, whole)

    @contextmanager
    def read(self, path: str) -> Iterator[IO[bytes]]:
        """Raises FileNotFoundError."""
        with self._system.open(self._at(path), "rb") as file:
            yield file

    def chunks(self, path: str) -> Iterator[bytes]:
        with self.read(path) as file:
            while chunk := file.read(CHUNK):
                yield chunk

    def size(self, path: str) -> int:
        size: Any = self._system.size(self._at(path))
        return int(size)

    def paths(self) -> list[str]:
        """Every file that is there, without those that are being written."""
        if not self._system.exists(self._root):
            return []
        found = (str(one)[len(self._root) :].lstrip("/") for one in self._system.find(self._root))
        return sorted(path for path in found if not path.endswith(PARTIAL))

    def remove_all(self, folder: str) -> None:
        """The folder with everything in it; one that is not there is fine."""
        if self._system.exists(self._at(folder)):
            self._system.rm(self._at(folder), recursive=True)

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}"


@lru_cache(maxsize=8)
def files_at(place: str) -> Files:
    return Files(place)
