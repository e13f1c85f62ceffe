"""The gateway's server on a real socket: what no test client can show."""

import http.client
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from tests.gateway.http.stand_ins import TOY_ID

pytestmark = pytest.mark.alone

LONGEST_URL = 16 * 1024  # gateway.server's, which must not be imported where threads are real

ROOT = Path(__file__).resolve().parents[3]
GOOD = {"Authorization": "Bearer good"}


class Server:
    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.port = port

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)

    def raw(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=15) as connection:
            connection.sendall(request)
            answer = b""
            while part := connection.recv(65536):
                answer += part
        return answer


def start() -> Server:
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.gateway.http.toy_server"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    return Server(process, int(process.stderr.readline()))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = start()
    yield server
    end(server)


def end(server: Server) -> None:
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(15)
    assert server.process.stderr is not None
    server.process.stderr.close()


def test_one_connection_carries_many_requests(server: Server) -> None:
    connection = server.connect()
    sockets = set()
    for _ in range(3):
        connection.request("GET", f"/v1/toys/{TOY_ID}", headers=GOOD)
        answer = connection.getresponse()
        assert (answer.status, orjson.loads(answer.read())["id"]) == (200, TOY_ID)
        sockets.add(connection.sock)
    assert len(sockets) == 1
    connection.close()


def test_ten_megabytes_answer_413_and_the_connection_lives(server: Server) -> None:
    connection = server.connect()
    connection.request("POST", "/v1/toys", b"a" * 10_000_000, {**GOOD, "Content-Type": "application/json"})
    answer = connection.getresponse()
    assert (answer.status, orjson.loads(answer.read())["code"]) == (413, "body_too_large")

    connection.request("GET", "/health/live")

    assert connection.getresponse().status == 200
    connection.close()


def test_ten_megabytes_in_chunks_answer_413(server: Server) -> None:
    connection = server.connect()
    chunks = iter([b"a" * 1_000_000] * 10)
    connection.request("POST", "/v1/toys", chunks, {**GOOD, "Content-Type": "application/json"}, encode_chunked=True)

    assert connection.getresponse().status == 413
    connection.close()


def test_a_small_body_in_chunks_is_read(server: Server) -> None:
    connection = server.connect()
    headers = {**GOOD, "Content-Type": "application/json"}
    connection.request("POST", "/v1/toys", iter([b'{"name":', b'"Top"}']), headers, encode_chunked=True)

    assert connection.getresponse().status == 201
    connection.close()


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /health/live HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 9000 + b"\r\n\r\n", b" 400 "),
        (b"GET /health/live HTTP/1.1\r\n" + b"X: 1\r\n" * 110 + b"\r\n", b" 431 "),
        (b"GET /" + b"x" * (LONGEST_URL - 5), b" 414 "),
        (b"POST /v1/toys HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n", b" 400 "),
        (b"POST /v1/toys HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", b" 400 "),
        (b"nonsense\r\n\r\n", b"400"),
    ],
)
def test_odd_requests_are_refused_and_the_server_lives(server: Server, request_: bytes, status: bytes) -> None:
    assert status in server.raw(request_).partition(b"\r\n")[0]

    connection = server.connect()
    connection.request("GET", "/health/live")
    assert connection.getresponse().status == 200
    connection.close()


def test_a_slow_call_holds_up_nobody_else(server: Server) -> None:
    slow = server.connect()
    slow.request("POST", f"/v1/toys/{TOY_ID}/wind", headers=GOOD)
    began = time.monotonic()

    quick = server.connect()
    quick.request("GET", "/health/live")
    assert quick.getresponse().status == 200
    assert time.monotonic() - began < 0.8

    assert slow.getresponse().status == 200
    slow.close()
    quick.close()


def test_what_is_streamed_arrives_at_once(server: Server) -> None:
    connection = server.connect()
    connection.request("GET", "/v1/stream", headers={"Authorization": "Bearer anna"})
    answer = connection.getresponse()

    began = time.monotonic()
    assert answer.read1(100).startswith(b"retry: ")
    assert time.monotonic() - began < 1
    answer.close()
    connection.close()


def test_a_stopped_server_ends_what_it_began_and_takes_no_more() -> None:
    server = start()
    stream = server.connect()
    stream.request("GET", "/v1/stream", headers={"Authorization": "Bearer anna"})
    streamed = stream.getresponse()
    slow = server.connect()
    slow.request("POST", f"/v1/toys/{TOY_ID}/wind", headers=GOOD)
    time.sleep(0.3)
    began = time.monotonic()

    stopping = threading.Thread(target=end, args=(server,))
    stopping.start()

    assert slow.getresponse().status == 200
    assert b"retry: " in streamed.read()
    stopping.join(10)
    assert server.process.returncode == 0
    assert time.monotonic() - began < 5
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port), timeout=1)
    streamed.close()
    stream.close()
    slow.close()


WITHOUT_WAITING = """
from shared.bus.green import patch
patch()
import socket
from gateway.server import _Connection
with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()) as client:
    connection = _Connection.__new__(_Connection)
    connection.request, _ = listener.accept()
    connection.setup()
    print(connection.request.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
"""


def test_the_second_part_of_a_long_answer_waits_for_no_acknowledgement_of_the_first() -> None:
    asked = [sys.executable, "-W", "ignore", "-c", WITHOUT_WAITING]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert told.stdout.strip() not in ("", "0"), told.stderr
