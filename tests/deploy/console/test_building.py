"""A build runs each step once, leaves a whole console or none, and knows when there is nothing to do."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.commands import console as command
from deploy.console import beside, building
from deploy.console.building import BuildFailure, Built, build
from deploy.console.node import Node, NodeFailure
from deploy.console.sources import MADE_BY_THE_BUILD, digest_of_sources, is_current
from deploy.launcher.catalogue import ROOT

PAGE = '<script type="module" src="/assets/main.js"></script>'
STAND_IN = """
import pathlib, sys
words = sys.argv[1:]
with open("../asked", "a") as asked: asked.write(" ".join(words) + "\\n")
if pathlib.Path("../fails-at").exists() and pathlib.Path("../fails-at").read_text() in words:
    print("\\n".join(["npm error     at emit (node:events:524:28)"] * 30))
    sys.exit("something is wrong here")
if words == ["ci"]:
    pathlib.Path("node_modules").mkdir(exist_ok=True)
if words == ["run", "types"]:
    assert pathlib.Path("openapi.json").read_text().startswith("{")
    made = pathlib.Path("src/api/schema.d.ts"); made.parent.mkdir(parents=True, exist_ok=True); made.write_text("made")
if words == ["run", "build"]:
    dist = pathlib.Path("dist"); (dist / "assets").mkdir(parents=True, exist_ok=True)
    (dist / "built.json").unlink(missing_ok=True)
    (dist / "index.html").write_text(PAGE)
    (dist / "assets" / "main.js").write_text("1" * 1000)
"""


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One with a console, and a stand-in for npm that makes what npm would."""
    script = tmp_path / "npm.py"
    script.write_text(STAND_IN.replace("PAGE", repr(PAGE)))
    (tmp_path / "web" / "src").mkdir(parents=True)
    (tmp_path / "web" / "package.json").write_text("{}")
    (tmp_path / "web" / "package-lock.json").write_text('{"packages": {}}')
    (tmp_path / "web" / "src" / "main.tsx").write_text("render()")
    monkeypatch.setattr(building, "find_node", lambda _root: Node((sys.executable, str(script)), tmp_path))
    monkeypatch.setattr(building, "_contract", lambda: b"{}")
    return tmp_path


def asked(checkout: Path) -> list[str]:
    """What npm was asked since the last look."""
    file = checkout / "asked"
    words = file.read_text().splitlines() if file.exists() else []
    file.unlink(missing_ok=True)
    return words


def quietly(_step: str) -> None:
    """Nobody watches."""


def test_a_build_leaves_packed_files_their_notices_and_a_stamp(checkout: Path) -> None:
    steps: list[str] = []
    built = build(checkout, steps.append)
    dist = checkout / "web" / "dist"
    assert steps == list(building.STEPS)
    assert asked(checkout) == ["ci", "run types", "run check", "run build"]
    assert gzip.decompress((dist / "assets" / "main.js.gz").read_bytes()) == b"1" * 1000
    assert {path.name for path in dist.glob("licences.txt*")} == {"licences.txt", "licences.txt.gz"}
    assert json.loads((dist / "built.json").read_text())["first_load"] == built.first_load
    assert is_current(checkout / "web")


def test_what_has_not_changed_is_not_built_again(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build(checkout, quietly)
    asked(checkout)
    assert build(checkout, quietly) == Built(first.first_load, anew=False)
    assert asked(checkout) == []
    assert build(checkout, quietly, anyhow=True).anew
    assert asked(checkout) == ["run types", "run check", "run build"], "the packages are there already"
    monkeypatch.setattr(building, "_contract", lambda: b'{"changed": true}')
    assert build(checkout, quietly).anew, "its types would be stale"


@pytest.mark.parametrize("name", ["src/main.tsx", "src/new.tsx", "index.html"])
def test_another_source_is_another_console(checkout: Path, name: str) -> None:
    build(checkout, quietly)
    (checkout / "web" / name).write_text("changed")
    assert not is_current(checkout / "web")
    (checkout / "web" / name).write_text("render()")
    assert is_current(checkout / "web") is (name == "src/main.tsx")


def test_other_packages_are_fetched(checkout: Path) -> None:
    build(checkout, quietly)
    asked(checkout)
    (checkout / "web" / "package-lock.json").write_text('{"packages": {"": {}}}')
    build(checkout, quietly)
    assert asked(checkout)[0] == "ci"


@pytest.mark.parametrize("step", ["ci", "types", "check", "build"])
def test_a_step_that_fails_is_named_and_leaves_no_stamp(checkout: Path, step: str) -> None:
    (checkout / "fails-at").write_text(step)
    with pytest.raises(BuildFailure, match=rf"npm (run )?{step}\):\nsomething is wrong here"):
        build(checkout, quietly)
    assert not (checkout / "web" / "dist" / "built.json").exists()
    assert not is_current(checkout / "web")
    (checkout / "fails-at").unlink()
    assert build(checkout, quietly).anew


def test_a_console_over_its_budget_is_none(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.console.budget.MOST_AT_FIRST", 10)
    with pytest.raises(BuildFailure, match=r"first load .* kB of 0"):
        build(checkout, quietly)
    assert not (checkout / "web" / "dist" / "built.json").exists()


@pytest.mark.parametrize("words", [[], ["--brief"]])
def test_without_a_node_the_command_says_so_and_fails(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    def none(_root: Path) -> Node:
        raise NodeFailure("Node is missing here and pip could not fetch it:\nno route")

    monkeypatch.setattr(building, "find_node", none)
    monkeypatch.setattr(command, "ROOT", checkout)
    assert command.main(words) == 1
    last = capsys.readouterr().err.strip().splitlines()
    assert (len(last) == 2 and " ".join(last[1:]).endswith("fetch it: no route")) is bool(words)
    assert any("The console was not built: Node is missing here" in line for line in last)


def test_a_checkout_without_a_console_has_nothing_to_build(checkout: Path) -> None:
    (checkout / "web" / "package.json").unlink()
    with pytest.raises(BuildFailure, match="no console"):
        build(checkout, quietly)


def test_beside_the_product_only_what_is_lacking_and_ours_is_built(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "WEB", checkout / "web")
    monkeypatch.delenv("TENON_CONSOLE", raising=False)
    assert beside.lacks_console()
    build(checkout, quietly)
    assert not beside.lacks_console()
    (checkout / "web" / "src" / "main.tsx").write_text("changed")
    assert beside.lacks_console()
    monkeypatch.setenv("TENON_CONSOLE", "/srv/console")
    assert not beside.lacks_console()


def test_a_build_that_is_ended_ends_with_all_that_it_started(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    code = (
        "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        f"import os; new = {str(pid)!r} + '.new'; open(new, 'w').write(str(p.pid)); os.rename(new, {str(pid)!r});"
        "time.sleep(60)"
    )
    running = beside.Building((sys.executable, "-c", code))
    while not pid.exists():
        assert running._process.poll() is None
    running.end()
    running.end()
    assert not running.succeeded()
    if beside.CAN_END_A_GROUP:
        state = subprocess.run(
            ["ps", "-o", "stat=", "-p", pid.read_text()], capture_output=True, text=True, check=False
        )
        assert state.stdout.strip()[:1] in {"", "Z"}


def test_what_the_build_makes_is_no_source_and_git_does_not_see_it(checkout: Path) -> None:
    web = checkout / "web"
    before = digest_of_sources(web)
    for name in MADE_BY_THE_BUILD:
        path = web / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("made") if path.suffix else path.mkdir(exist_ok=True)
    assert digest_of_sources(web) == before
    names = [f"web/{name}{'' if Path(name).suffix else '/'}" for name in sorted(MADE_BY_THE_BUILD)]
    if (ROOT / ".git").exists():
        told = subprocess.run(["git", "check-ignore", *names], cwd=ROOT, capture_output=True, text=True, check=False)
        assert told.stdout.split() == names
