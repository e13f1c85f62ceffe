"""The whole product as processes of its own, on either profile, behind one address."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import requests

from deploy.roster import EVERYBODY
from shared.settings import BUILT_CONSOLE, Settings
from tests.end_to_end.client import Client
from tests.end_to_end.nursery import Running, nursery
from tests.servers import free_port

ADMIN_PASSWORD = "correct horse battery"
READY_SECONDS = 60
SECRET = "a secret of this test run only"
CONSOLE = BUILT_CONSOLE
"""Named, so that it is taken as it is: no installation of a test builds it."""
STARTED: list[Path] = []
"""The folder of every installation of this run, with its logs."""


class Stack:
    """A running installation. `kill` and `start_service` are for tests that break one of the production profile.

    Its processes are copies of one that has loaded everything, unless each shall load it `anew`.
    """

    def __init__(self, profile: str, folder: Path, environment: dict[str, str], *, anew: bool = False) -> None:
        self.profile = profile
        self.anew = anew
        self.migrated = False
        """Whether its databases are there and whole; each service refuses to start on others."""
        self.folder = folder
        STARTED.append(folder)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.mail_port = free_port()
        """Where a mail server may listen: one that a test has started, or nobody."""
        self.processes: dict[str, Running] = {}
        self._services: dict[str, str] = {}
        self.environment = {
            **os.environ,
            "TENON_ADMIN_PASSWORD": ADMIN_PASSWORD,
            "TENON_ARGON2": "fast",
            "TENON_CONSOLE": str(CONSOLE),
            "TENON_DATA": str(folder / "data"),
            "TENON_PORT": str(self.port),
            "TENON_SECRET": SECRET,
            "TENON_DATABASE_CONNECTIONS": "4",
            "TENON_RATE_LIMIT": "100000/100000",
            "TENON_EVENT_DELAYS": "0.2,0.5,1,2,4",
            "TENON_ESCALATION_SECONDS": "0.5",
            "TENON_WATCH_SECONDS": "2",
            "TENON_WEBHOOK_ALLOW": "127.0.0.0/8",
            "TENON_WEBHOOK_PORTS": "1024-65535",
            "TENON_WEBHOOK_DELAYS": "0.1,0.2,0.4,0.8,1.5",
            "TENON_WEBHOOK_PATIENCE": "5",
            "TENON_SMTP_HOST": "127.0.0.1",
            "TENON_SMTP_PORT": str(self.mail_port),
            "TENON_SMTP_STARTTLS": "0",
            "TENON_SMTP_SENDER": "Tenon <reports@tenon.test>",
            "TENON_SMTP_DELAYS": "0.2,0.5,1,1,1,1,2,2,4,8,16,32",
            "PYTHONWARNINGS": "ignore",
            **environment,
        }

    def start(self) -> None:
        if self.profile == "embedded":
            self._run("up", "up", "--empty", "--port", str(self.port))
        else:
            if not self.migrated:
                self._command("migrate").wait(120)
            for service in EVERYBODY:
                self.start_service(service)
            self.start_service("sales", "sales-2")
        self.wait_until_ready()

    def start_service(self, service: str, name: str | None = None) -> None:
        self._services[name or service] = service
        self._run(name or service, "serve", service)

    def start_the_dead(self) -> None:
        """Start every service again that was killed, or died, and was not started since."""
        for name, service in self._services.items():
            if name not in self.processes or self.processes[name].poll() is not None:
                self.start_service(service, name)

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        process = self.processes.pop(name)
        process.send_signal(number)
        process.wait(20)

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()

    def database_url(self, service: str) -> str:
        """Where this service keeps its records, for what no call may do: letting a token grow old, say."""
        data = Path(self.environment["TENON_DATA"])
        return Settings(database=self.environment.get("TENON_DATABASE"), data=data).database_url(service)

    def client(self, login: str = "admin", password: str = ADMIN_PASSWORD) -> Client:
        return Client(self.url, login, password)

    def wait_until_ready(self, seconds: float = READY_SECONDS) -> None:
        until = time.monotonic() + seconds
        last = "no answer"
        while time.monotonic() < until:
            self._complain_about_the_dead()
            try:
                answer = requests.get(f"{self.url}/health/ready", timeout=5)
                if answer.status_code == 200:
                    return
                last = answer.text
            except requests.RequestException as fault:
                last = str(fault)
            time.sleep(0.1)
        raise AssertionError(f"not ready after {seconds} s: {last}\n{self.log()}")

    def log(self) -> str:
        return "\n".join(
            f"== {path.name}\n{path.read_text(errors='replace')[-3000:]}"
            for path in sorted(self.folder.glob("**/*.log"))
        )

    def _complain_about_the_dead(self) -> None:
        for name, process in self.processes.items():
            if process.poll() is not None:
                raise AssertionError(f"{name} ended with status {process.returncode}\n{self.log()}")

    def _run(self, name: str, *words: str) -> None:
        self.processes[name] = self._command(*words, log=name)

    def started_as(self, name: str) -> list[str] | None:
        """How the process of this name runs a module; None for a copy."""
        assert name
        return [sys.executable, "-m"] if self.anew else None

    def version_of(self, name: str) -> Path | None:
        """The folder of the code that the process of this name runs; None for this one."""
        assert name
        return None

    def _command(self, *words: str, log: str = "command") -> Running:
        path, python = self.folder / f"{log}.log", self.started_as(log)
        if python is None:
            return nursery().start(list(words), self.environment, path)
        with open(path, "ab") as output:
            return subprocess.Popen(
                [*python, "deploy.commands", *words],
                cwd=self.version_of(log),
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
