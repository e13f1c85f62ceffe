"""Nothing in the product works on one operating system only."""

import ast
import re
import tomllib
from collections.abc import Iterator

import pytest

from tests.architecture.tree import PRODUCT, ROOT, parse, relative

KNOWN = tomllib.loads((ROOT / "tests" / "architecture" / "of_one_system.toml").read_text(encoding="utf-8"))
MODULES, NAMES, ALLOWED = set(KNOWN["modules"]), KNOWN["names"], KNOWN["allowed"]
STARTS_A_PROGRAM = {"Popen", "call", "check_call", "check_output", "run"}
PATH_OF_ONE_SYSTEM = re.compile(
    r"^(/(bin|dev|etc|home|lib|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)(/|$)|[A-Za-z]:\\|\\\\[^\\]+\\)"
)
DATES_OF_ONE_SYSTEM = re.compile(r"%([-_#^]|[eklPsG]\b)")
"""Directives of strftime that some C libraries know and others refuse."""


def bound_to_one_system(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The lines that would fail, or mean something else, on another system, each with what is on it."""
    goes_on = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values[1:]}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, one.name) for one in names if one.name.split(".")[0] in MODULES)
            case ast.ImportFrom(module=str(module), names=names):
                wrong = NAMES.get(module, ())
                if module.split(".")[0] in MODULES:
                    yield node.lineno, module
                yield from ((node.lineno, f"{module}.{one.name}") for one in names if one.name in wrong)
            case ast.Attribute(value=ast.Name(id=module), attr=name) if name in NAMES.get(module, ()):
                yield node.lineno, f"{module}.{name}"
            case ast.Constant(value=str(text)) if id(node) not in goes_on and PATH_OF_ONE_SYSTEM.match(text):
                yield node.lineno, repr(text)
            case ast.BinOp(op=ast.Div(), right=ast.Constant(value=str(text))) if text in KNOWN["folders"]:
                yield node.lineno, f"/ {text!r}"
            case ast.Call():
                yield from ((node.lineno, what) for what in _asked_of_one_system(node))


def _asked_of_one_system(call: ast.Call) -> Iterator[str]:
    """What this call asks for that systems do differently."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            pass
        case _:
            return
    words = {word.arg: word.value for word in call.keywords if word.arg}
    if (
        name in STARTS_A_PROGRAM
        and isinstance(call.func, ast.Attribute)
        and ast.unparse(call.func.value) == "subprocess"
    ):
        yield from (f"subprocess.{name}({word}=)" for word in words if word in KNOWN["options_of_programs"])
    if name == "strftime" and any(DATES_OF_ONE_SYSTEM.search(text) for text in _texts(call)):
        yield f"strftime({', '.join(_texts(call))})"
    if _opens_text(call, name) and "encoding" not in words:
        yield f"{name}() without an encoding: each system has its own"


def _opens_text(call: ast.Call, name: str) -> bool:
    if name in {"read_text", "write_text"}:
        return True
    modes = [text for text in _texts(call)[-1:] if re.fullmatch(r"[rwxabt+]{1,3}", text)]
    return name == "open" and isinstance(call.func, ast.Name) and not any("b" in mode for mode in modes)


def _texts(call: ast.Call) -> list[str]:
    values = [*call.args, *(word.value for word in call.keywords)]
    return [one.value for one in values if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def test_no_module_is_bound_to_one_system() -> None:
    folders = (*PRODUCT, "bench")
    files = [*(path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))), ROOT / "tenon"]
    found = [(relative(path), line, what) for path in files for line, what in bound_to_one_system(parse(path))]
    assert [f"{path}:{line} {what}" for path, line, what in found if f"{path} {what}" not in ALLOWED] == []
    assert {f"{path} {what}" for path, _line, what in found} == ALLOWED.keys(), "an exception that nothing needs"


@pytest.mark.parametrize(
    "line",
    [
        "import fcntl",
        "from pwd import getpwnam",
        "import os\nos.fork()",
        "from os import setsid",
        "import signal\nsignal.signal(signal.SIGKILL, None)",
        "import signal\nexit(128 + signal.SIGPIPE)",
        "import socket\nsocket.socket(socket.AF_UNIX)",
        "import select\nselect.epoll()",
        "open('/tmp/x', encoding='utf-8')",
        "x = 'C:\\\\Users'",
        "python = folder / 'bin' / 'python'",
        "import subprocess\nsubprocess.run('ls', shell=True)",
        "import subprocess\nsubprocess.Popen(['x'], start_new_session=True)",
        "today.strftime('%-d %B')",
        "open(path)",
        "open(path, 'w')",
        "path.read_text()",
        "path.write_text(text)",
    ],
)
def test_what_is_bound_to_one_system_is_found(line: str) -> None:
    assert list(bound_to_one_system(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        "f'{import_}/run'",
        "'/v1/leads'; '/health/ready'; 'a:b'; '/variants'; 'https://x/tmp'; '/library'",
        "import signal\nsignal.signal(signal.SIGTERM, stop)",
        "import subprocess\nsubprocess.run(['x'], env=settings, cwd=root)",
        "today.strftime('%d %B %Y')",
        "open(path, 'rb'); open(os.open(path, flags), 'ab'); open(path, 'w', encoding='utf-8'); warehouse.open(at)",
        "path.read_text(encoding='utf-8')",
    ],
)
def test_what_every_system_understands_is_let_by(line: str) -> None:
    assert not list(bound_to_one_system(ast.parse(line)))
