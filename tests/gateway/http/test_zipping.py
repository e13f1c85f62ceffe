"""Archives that are sent while they are made."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from gateway.http.zipping import zipped

PIECE = b"x" * 100_000


def test_an_archive_has_its_files_whole_under_their_names() -> None:
    content = b"".join(zipped([("order.json", [b"{}"]), ("files/001 ü.txt", [PIECE, b"end"]), ("empty", [])]))
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "order.json": b"{}",
            "files/001 ü.txt": PIECE + b"end",
            "empty": b"",
        }


def test_an_archive_of_nothing_is_an_archive() -> None:
    with ZipFile(BytesIO(b"".join(zipped([])))) as archive:
        assert archive.namelist() == []


def test_each_piece_is_sent_before_the_next_one_is_read() -> None:
    read = []

    def pieces() -> Iterator[bytes]:
        for number in range(3):
            read.append(number)
            yield PIECE

    sent = zipped([("large", pieces())])
    for number in range(3):
        assert len(next(sent)) < 2 * len(PIECE)
        assert read == list(range(number + 1))
