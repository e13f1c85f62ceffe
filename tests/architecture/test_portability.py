"""Nothing in the product works on one operating system only."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.tree import PRODUCT, ROOT, list_sources, parse, relative

OF_ONE_SYSTEM = {
    "crypt",
    "fcntl",
    "grp",
    "msvcrt",
    "nis",
    "posix",
    "pty",
    "pwd",
    "resource",
    "spwd",
    "syslog",
    "termios",
}
OF_ONE_SYSTEM |= {"tty", "winreg", "winsound"}
"""Modules of the standard library that not every system has, as its documentation says under Availability."""

CALLS_OF_ONE_SYSTEM = {
    "os": {"chown", "chroot", "fchmod", "fchown", "fork", "forkpty", "getegid", "geteuid", "getgid", "getgroups"}
    | {
        "getloadavg",
        "getpgid",
        "getpgrp",
        "getuid",
        "killpg",
        "lchown",
        "mkfifo",
        "mknod",
        "nice",
        "openpty",
        "setegid",
    }
    | {"seteuid", "setgid", "setpgid", "setsid", "setuid", "startfile", "statvfs", "sync", "uname", "wait3", "wait4"},
    "signal": {
        "SIGALRM",
        "SIGCHLD",
        "SIGHUP",
        "SIGKILL",
        "SIGQUIT",
        "SIGUSR1",
        "SIGUSR2",
        "alarm",
        "pause",
        "setitimer",
    },
}
PATH_OF_ONE_SYSTEM = re.compile(
    r"^(/(bin|dev|etc|home|opt|proc|root|run|sys|tmp|usr|var)(/|$)|[A-Za-z]:\\|\\\\[^\\]+\\)"
)


def bound_to_one_system(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The lines that would fail on another system, each with what is on it."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, one.name) for one in names if one.name.split(".")[0] in OF_ONE_SYSTEM)
            case ast.ImportFrom(module=str(module), names=names):
                wrong = CALLS_OF_ONE_SYSTEM.get(module, set())
                if module.split(".")[0] in OF_ONE_SYSTEM:
                    yield node.lineno, module
                yield from ((node.lineno, f"{module}.{one.name}") for one in names if one.name in wrong)
            case ast.Attribute(value=ast.Name(id=module), attr=name) if name in CALLS_OF_ONE_SYSTEM.get(module, ()):
                yield node.lineno, f"{module}.{name}"
            case ast.Constant(value=str(text)) if PATH_OF_ONE_SYSTEM.match(text):
                yield node.lineno, repr(text)


def test_no_module_is_bound_to_one_system() -> None:
    files = [*list_sources(*PRODUCT), ROOT / "tenon"]
    assert [
        f"{relative(path)}:{line} {what}" for path in files for line, what in bound_to_one_system(parse(path))
    ] == []


@pytest.mark.parametrize(
    "line",
    [
        "import fcntl",
        "from pwd import getpwnam",
        "import os\nos.fork()",
        "from os import setsid",
        "import signal\nsignal.signal(signal.SIGKILL, None)",
        "open('/tmp/x')",
        "x = 'C:\\\\Users'",
    ],
)
def test_what_is_bound_to_one_system_is_found(line: str) -> None:
    assert list(bound_to_one_system(ast.parse(line)))


def test_addresses_and_routes_are_no_paths() -> None:
    assert not list(bound_to_one_system(ast.parse("'/v1/leads'; '/health/ready'; 'a:b'; '/variants'; 'https://x/tmp'")))
