"""The image holds all that its commands need, and compose starts every service with settings that exist."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import docker
import pytest
import yaml

from deploy.launcher.catalogue import ROOT, find_command
from deploy.roster import EVERYBODY

FOLDER = ROOT / "deploy" / "container"
OURS = {"migrate", *EVERYBODY}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8")))


def instructions() -> list[tuple[str, list[str]]]:
    """The image's instructions, each with its words."""
    text = (FOLDER / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split()[0], shlex.split(line)[1:]) for line in lines]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the image holds below its working directory, and nothing else of this checkout."""
    folder = tmp_path_factory.mktemp("image")
    for name, words in instructions():
        for source in words[:-1] if name == "COPY" else ():
            target = folder / words[-1]
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, target, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
            else:
                shutil.copy(ROOT / source, target)
    return folder


def run(image: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("TENON_", "PYTHONPATH"))}
    command = [sys.executable, "-W", "ignore", *words]
    return subprocess.run(
        command, cwd=image, env={**settings, **environment}, capture_output=True, text=True, check=False, timeout=120
    )


def test_what_the_image_holds_is_enough_to_migrate_and_to_serve(image: Path, tmp_path: Path) -> None:
    entry = next(words for name, words in instructions() if name == "ENTRYPOINT")
    assert " ".join(entry) == "[python, -m, deploy.commands]"
    places = {"TENON_DATA": str(tmp_path), "TENON_ADMIN_PASSWORD": "correct horse battery"}
    migrated = run(image, "-m", "deploy.commands", "migrate", **places)
    assert migrated.returncode == 0, migrated.stderr
    assert {path.stem for path in tmp_path.glob("*.sqlite")} == set(EVERYBODY)
    served = "import deploy.commands.serve, deploy.gateway; from deploy.roster import EVERYBODY, service_class"
    loaded = run(image, "-c", f"{served}; print(*[service_class(name).name for name in EVERYBODY])")
    assert loaded.stdout.split() == [*EVERYBODY], loaded.stderr


def test_nobody_in_the_image_is_root() -> None:
    assert [words for name, words in instructions() if name == "USER"] == [["tenon"]]


def test_compose_starts_every_service_by_a_command_that_exists(compose: dict[str, Any]) -> None:
    commands = {name: one["command"] for name, one in compose["services"].items() if name in OURS}
    assert commands == {"migrate": ["migrate"], **{name: ["serve", name] for name in EVERYBODY}}
    assert all(find_command(words[0]) for words in commands.values())


def test_compose_names_only_settings_that_the_product_reads(compose: dict[str, Any]) -> None:
    sources = [*(ROOT / "shared").rglob("*.py"), *(ROOT / "deploy").rglob("*.py")]
    read = set(re.findall(r'"(TENON_[A-Z_]+)"', "\n".join(path.read_text(encoding="utf-8") for path in sources)))
    named = {name for service in OURS for name in compose["services"][service]["environment"]}
    assert named <= read
    assert named >= {"TENON_BUS", "TENON_DATABASE", "TENON_SECRET", "TENON_DATA"}


def test_whatever_compose_asks_for_is_in_the_example(compose: dict[str, Any]) -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", (FOLDER / "compose.yaml").read_text(encoding="utf-8")))
    example = (FOLDER / "environment.example").read_text(encoding="utf-8")
    assert asked - {"TENON_IMAGE"} == set(re.findall(r"^([A-Z_]+)=", example, flags=re.MULTILINE))
    assert not re.search(r"(PASSWORD|SECRET)=.+", example), "a secret in an example is everybody's"


def test_nothing_serves_before_its_database_is_of_this_version(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name in EVERYBODY:
        assert services[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert {one["condition"] for one in services["migrate"]["depends_on"].values()} == {"service_healthy"}
    assert all("healthcheck" in services[name] for name in services["migrate"]["depends_on"])


def find_engine() -> str | None:
    """Where the engine listens, if there is one."""
    address = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")
    return address if not address.startswith("unix://") or Path(address.removeprefix("unix://")).exists() else None


def test_the_image_builds_and_explains_itself() -> None:
    """For machines with an engine."""
    if find_engine() is None:
        pytest.skip("no engine of containers on this machine")
    engine = docker.from_env(timeout=600)
    base = {"BASE": os.environ["PROOF_BASE"]} if "PROOF_BASE" in os.environ else {}
    built, _ = engine.images.build(
        path=str(ROOT), dockerfile="deploy/container/Dockerfile", tag="tenon-test", rm=True, buildargs=base
    )
    told = engine.containers.run(built, ["migrate", "--help"], remove=True)
    assert b"schema" in told
