"""The proxy passes everything on unless it is told not to; what it is told, it does."""

import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from tests.chaos.proxy import HOST, Proxy, proxy_to

CHANCE = random.Random(1)
SECOND = 1.0


@contextmanager
def parrot() -> Iterator[int]:
    """A server that says what it is told; its port."""
    listener = socket.create_server((HOST, 0))

    def repeat(connection: socket.socket) -> None:
        with closing(connection):
            try:
                while told := connection.recv(65536):
                    connection.sendall(told)
            except OSError:
                return

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=repeat, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with parrot() as port, proxy_to(port) as running:
        yield running


@contextmanager
def connected(proxy: Proxy) -> Iterator[socket.socket]:
    with closing(socket.create_connection((HOST, proxy.port), timeout=5)) as connection:
        yield connection


def echoed(connection: socket.socket, told: bytes) -> bytes:
    connection.sendall(told)
    heard = b""
    while len(heard) < len(told):
        more = connection.recv(65536)
        if not more:
            break
        heard += more
    return heard


def test_it_passes_on_what_it_is_given_whole_and_in_order(proxy: Proxy) -> None:
    told = random.Random(2).randbytes(300_000)
    with connected(proxy) as first, connected(proxy) as second:
        assert echoed(first, b"one") == b"one"
        assert echoed(second, told) == told


def test_an_end_on_one_side_is_an_end_on_the_other(proxy: Proxy) -> None:
    with connected(proxy) as connection:
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(1) == b""


def test_a_cut_breaks_what_is_open_and_lets_new_ones_come(proxy: Proxy) -> None:
    with connected(proxy) as old:
        assert echoed(old, b"one") == b"one"
        assert proxy.cut(CHANCE, 1.0) == 2, "both sides of the one connection"
        with pytest.raises(ConnectionError):
            old.recv(1)
        with connected(proxy) as fresh:
            assert echoed(fresh, b"two") == b"two"


def test_no_part_of_the_connections_is_none_of_them(proxy: Proxy) -> None:
    with connected(proxy) as connection:
        assert echoed(connection, b"one") == b"one"
        assert proxy.cut(CHANCE, 0.0) == 0
        assert echoed(connection, b"two") == b"two"


def test_slowed_it_is_late_and_afterwards_quick_again(proxy: Proxy) -> None:
    with connected(proxy) as connection:
        with proxy.slowed(0.2):
            began = time.monotonic()
            assert echoed(connection, b"one") == b"one"
            assert time.monotonic() - began >= 0.4, "once in each direction"
        assert echoed(connection, b"two") == b"two"


def test_held_nothing_passes_and_afterwards_all_of_it(proxy: Proxy) -> None:
    with connected(proxy) as connection:
        assert echoed(connection, b"one") == b"one"
        with proxy.held():
            connection.sendall(b"two")
            connection.settimeout(SECOND / 2)
            with pytest.raises(TimeoutError):
                connection.recv(1)
        connection.settimeout(5)
        assert connection.recv(10) == b"two"


def test_what_nobody_answers_behind_it_is_closed() -> None:
    with closing(socket.create_server((HOST, 0))) as listener:
        port = listener.getsockname()[1]
    with proxy_to(port) as proxy, connected(proxy) as connection:
        assert connection.recv(1) == b""
