"""The whole product as processes of its own, on either profile, behind one address."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import requests

from deploy.roster import EVERYBODY
from shared.settings import Settings
from tests.end_to_end.client import Client
from tests.servers import free_port

ADMIN_PASSWORD = "correct horse battery"
READY_SECONDS = 60
SECRET = "a secret of this test run only"
STARTED: list[Path] = []
"""The folder of every installation of this run, with its logs."""


class Stack:
    """A running installation. `kill` and `start_service` are for tests that break one of the production profile."""

    def __init__(self, profile: str, folder: Path, environment: dict[str, str]) -> None:
        self.profile = profile
        self.folder = folder
        STARTED.append(folder)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._services: dict[str, str] = {}
        self.environment = {
            **os.environ,
            "TENON_ADMIN_PASSWORD": ADMIN_PASSWORD,
            "TENON_DATA": str(folder / "data"),
            "TENON_PORT": str(self.port),
            "TENON_SECRET": SECRET,
            "TENON_DATABASE_CONNECTIONS": "2",
            "TENON_RATE_LIMIT": "100000/100000",
            "TENON_EVENT_DELAYS": "0.2,0.5,1,2,4",
            "TENON_ESCALATION_SECONDS": "0.5",
            "TENON_WATCH_SECONDS": "2",
            "TENON_WEBHOOK_ALLOW": "127.0.0.0/8",
            "TENON_WEBHOOK_PORTS": "1024-65535",
            "TENON_WEBHOOK_DELAYS": "0.1,0.2,0.4,0.8,1.5",
            "TENON_WEBHOOK_PATIENCE": "5",
            "PYTHONWARNINGS": "ignore",
            **environment,
        }

    def start(self) -> None:
        if self.profile == "embedded":
            self._run("up", "up", "--empty", "--port", str(self.port))
        else:
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

    def python_of(self, name: str) -> list[str]:
        """How the process of this name runs a module."""
        assert name
        return [sys.executable, "-m"]

    def _command(self, *words: str, log: str = "command") -> subprocess.Popen[bytes]:
        with open(self.folder / f"{log}.log", "ab") as output:
            return subprocess.Popen(
                [*self.python_of(log), "deploy.commands", *words],
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
