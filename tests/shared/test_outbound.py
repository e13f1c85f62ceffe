"""Sending to addresses that users chose: what a name meant when it was checked is where the request goes."""

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shared.outbound import AddressRefused, Target, aim, guard_of, post

HOST = "hooks.example.test"
PUBLIC, PRIVATE = "93.184.215.14", "127.0.0.1"
STRICT = guard_of([], [(443, 443)])
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


def names_mean(monkeypatch: pytest.MonkeyPatch, *meanings: list[str]) -> list[str]:
    """Each look-up of the host answers the next of these, the last for ever; gives the names looked up as they come."""
    asked: list[str] = []
    told = list(meanings)

    def answer(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        if host != HOST:  # an address that was checked stands for itself
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        asked.append(host)
        addresses = told.pop(0) if len(told) > 1 else told[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


def test_a_name_that_means_something_else_a_moment_later_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: public when it is checked, private when the connection is made."""
    asked, reached = names_mean(monkeypatch, [PUBLIC], [PRIVATE]), []

    def connect(self: socket.socket, place: Any) -> None:
        reached.append(place)
        raise ConnectionRefusedError

    target = aim(f"https://{HOST}/in", STRICT)
    monkeypatch.setattr(socket.socket, "connect", connect)
    answer = post(target, b"{}", {})
    assert (answer.status, reached, asked) == (None, [(PUBLIC, 443)], [HOST])


@pytest.mark.parametrize("meaning", [[PRIVATE], [PUBLIC, PRIVATE], [PRIVATE, PUBLIC], ["169.254.169.254"], []])
def test_a_name_of_which_any_meaning_is_private_is_refused(monkeypatch: pytest.MonkeyPatch, meaning: list[str]) -> None:
    names_mean(monkeypatch, meaning)
    with pytest.raises(AddressRefused):
        aim(f"https://{HOST}/in", STRICT)


def test_each_try_is_aimed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that has moved is found where it is now, and refused if that is inside."""
    names_mean(monkeypatch, [PUBLIC], [PRIVATE])
    assert aim(f"https://{HOST}/", STRICT).address == PUBLIC
    with pytest.raises(AddressRefused):
        aim(f"https://{HOST}/", STRICT)


def certificate(folder: Path, name: str) -> Path:
    """A certificate of its own making, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    parts = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file = folder / f"{name}.pem"
    file.write_bytes(parts + made.public_bytes(serialization.Encoding.PEM))
    return file


@contextmanager
def tls_server(pem: Path, named: list[str | None], read: list[bytes]) -> Iterator[int]:
    """Answers one request over TLS; keeps the name that it was asked for, and what it was sent."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)

    def note(_: Any, name: str | None, __: Any) -> None:
        named.append(name)

    context.sni_callback = note

    def serve(listening: socket.socket) -> None:
        try:
            raw, _ = listening.accept()
            with raw, context.wrap_socket(raw, server_side=True) as line:
                while not b"".join(read).endswith(b"}") and (piece := line.recv(65536)):
                    read.append(piece)
                line.sendall(ANSWER)
        except OSError:
            return  # whoever asked went away

    with socket.create_server((PRIVATE, 0)) as listening:
        listening.settimeout(10)
        server = threading.Thread(target=serve, args=(listening,), daemon=True)
        server.start()
        yield listening.getsockname()[1]
        server.join(10)


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Path]:
    """Make a certificate for a name and let the system trust it."""

    def trust(name: str) -> Path:
        pem = certificate(tmp_path, name)
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        return pem

    return trust


def test_the_certificate_must_be_that_of_the_name_although_an_address_is_called(
    trusting: Callable[[str], Path],
) -> None:
    named: list[str | None] = []
    read: list[bytes] = []
    with tls_server(trusting(HOST), named, read) as port:
        answer = post(Target("https", HOST, port, "/in?a=1", PRIVATE), b"{}", {})
    assert (answer.status, answer.excerpt, named) == (200, "ok", [HOST])
    told = b"".join(read)
    assert told.startswith(b"POST /in?a=1 HTTP/1.1\r\n")
    assert f"Host: {HOST}:{port}".encode() in told


@pytest.mark.parametrize("name", ["elsewhere.example.test", "127.0.0.1.example.test"])
def test_whoever_shows_the_certificate_of_another_name_is_told_nothing(
    trusting: Callable[[str], Path], name: str
) -> None:
    named: list[str | None] = []
    read: list[bytes] = []
    with tls_server(trusting(name), named, read) as port:
        answer = post(Target("https", HOST, port, "/in", PRIVATE), b'{"secret": 1}', {})
    assert answer.status is None
    assert answer.error == "CertificateError"
    assert b"".join(read) == b""


def test_what_is_meant_by_an_address_counts_however_it_is_written() -> None:
    for url in (
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://0x7f000001/",
        "https://2130706433/",
        "https://0177.0.0.1/",
    ):
        with pytest.raises(AddressRefused):
            aim(url, STRICT)
    assert ipaddress.ip_address(aim(f"https://{PUBLIC}/", STRICT).address).is_global
