"""The proof finds its servers, starts them itself, or says clearly that it went without."""

from pathlib import Path

import pytest

from deploy.commands import test as proof
from tests.servers import (
    OWN_BROKER,
    ServerFailure,
    amqp_answers,
    fresh_postgres_database,
    fresh_vhost,
    postgres_answers,
    private_postgres,
    private_rabbitmq,
)


@pytest.fixture
def no_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is named and nothing answers on the usual ports."""
    monkeypatch.setattr(proof, "find_amqp", lambda: None)
    monkeypatch.setattr(proof, "find_postgres", lambda: None)


@pytest.fixture
def no_programs(no_servers: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(folder: Path) -> None:
        raise ServerFailure("rabbitmq-server is not installed")

    monkeypatch.setattr(proof, "private_rabbitmq", missing)


@pytest.mark.usefixtures("no_programs")
@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_without_servers_the_last_line_says_so_and_ci_fails(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], ci: str, status: int
) -> None:
    monkeypatch.setenv("CI", ci)
    assert proof.main(["--version"]) == status
    last_line = capfd.readouterr().out.strip().splitlines()[-1]
    assert last_line.startswith("The production profile was left out: rabbitmq-server is not installed")


@pytest.mark.usefixtures("no_programs")
def test_without_servers_the_embedded_profile_is_proven_alone() -> None:
    with proof.production_servers() as (settings, absence):
        assert settings["TENON_TEST_PROFILES"] == "embedded"
        assert absence is not None


@pytest.mark.usefixtures("no_programs")
def test_what_tests_write_is_gone_after_the_run_and_others_may_look_into_it_until_then() -> None:
    with proof.production_servers() as (settings, _absence):
        folder = Path(settings["TMPDIR"])
        assert folder.stat().st_mode & 0o777 == 0o755
        (folder / "left").touch()
    assert not folder.exists()


@pytest.mark.usefixtures("no_programs")
@pytest.mark.parametrize(("room", "used"), [(0, True), (2**80, False)])
def test_a_memory_is_used_where_it_has_room(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, room: int, used: bool
) -> None:
    memory = tmp_path / "memory"
    memory.mkdir()
    monkeypatch.setattr(proof, "MEMORY", memory)
    monkeypatch.setattr(proof, "ROOM_BYTES", room)
    with proof.production_servers() as (settings, _absence):
        assert Path(settings["TMPDIR"]).is_relative_to(memory) is used


def test_named_servers_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENON_TEST_AMQP", "amqp://somewhere")
    monkeypatch.setenv("TENON_TEST_POSTGRES", "postgresql://somewhere")
    with proof.production_servers() as (settings, absence):
        assert absence is None
        assert settings["TENON_TEST_PROFILES"] == "embedded,production"
        assert (settings["TENON_TEST_AMQP"], settings["TENON_TEST_POSTGRES"]) == (
            "amqp://somewhere",
            "postgresql://somewhere",
        )


@pytest.mark.broker
@pytest.mark.usefixtures("no_servers")
def test_missing_servers_are_started_privately_and_stopped_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with proof.production_servers() as (settings, absence):
        assert absence is None, absence
        amqp, postgres = settings["TENON_TEST_AMQP"], settings["TENON_TEST_POSTGRES"]
        assert amqp_answers(amqp)
        assert postgres_answers(postgres)
        monkeypatch.setenv(OWN_BROKER, settings[OWN_BROKER])
        with fresh_vhost(amqp) as one, fresh_vhost(amqp) as other:
            assert len({amqp, one, other}) == 3, "runs side by side do not hear one another"
            assert amqp_answers(one)
    assert not amqp_answers(amqp)
    assert not postgres_answers(postgres)


@pytest.mark.broker
def test_a_killed_private_database_keeps_its_databases(tmp_path: Path) -> None:
    with private_postgres(tmp_path) as server, fresh_postgres_database(server.url) as url:
        server.kill()
        assert not postgres_answers(url)
        server.start()
        assert postgres_answers(url)


@pytest.mark.broker
@pytest.mark.parametrize("start", [private_rabbitmq, private_postgres])
def test_a_missing_program_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, start: object) -> None:
    monkeypatch.setattr("tests.servers.shutil.which", lambda name, path: None)
    assert callable(start)
    with pytest.raises(ServerFailure, match="is not installed"), start(tmp_path):
        pytest.fail("started without a program")


def test_a_failed_gate_shows_what_it_found(capsys: pytest.CaptureFixture[str]) -> None:
    command = (*proof.PYTHON, "no_such_gate")
    outcome = proof.run_gate("planted gate", command, {})
    assert not outcome.passed
    shown = capsys.readouterr().out
    assert shown.startswith("FAILED  planted gate")
    assert "No module named no_such_gate" in shown
