"""The application is plain WSGI: the standard library's server serves it with real threads."""

import http.client
import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.validate import validator

import orjson
import pytest
from flask import Flask

from tests.gateway.http.stand_ins import TOY_ID


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name is the base class's
        """Say nothing."""


class _Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, validator(app.wsgi_app), _Threaded, _Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join(5)
    server.server_close()


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", f"/v1/toys/{TOY_ID}", b"", 200),
        ("POST", "/v1/toys", b'{"name": "Top"}', 201),
        ("POST", "/v1/toys", b"{", 400),
        ("DELETE", f"/v1/toys/{TOY_ID}", b"", 204),
        ("GET", "/v1/nothing", b"", 404),
        ("PUT", "/v1/toys", b"", 405),
    ],
)
def test_another_server_answers_the_same(port: int, method: str, path: str, body: bytes, status: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Authorization": "Bearer good", "Content-Type": "application/json"}

    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()

    assert answer.status == status
    assert status == 204 or isinstance(orjson.loads(content), dict)
