"""What an installation can be told, all of it from the environment (`TENON_…`)."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

SERVICES = ("sales", "marketing", "service_desk", "distribution", "messaging", "reporting")
GATEWAY = "gateway"
EMBEDDED = "embedded"

BUILT_CONSOLE = Path(__file__).resolve().parents[1] / "web" / "dist"
"""Where `web/build.py` leaves the console of this checkout."""

_DRIVERS = {
    "postgresql:": "postgresql+psycopg2:",
    "postgres:": "postgresql+psycopg2:",
    "mysql:": "mysql+pymysql:",
    "mariadb:": "mysql+pymysql:",
}


@dataclass(frozen=True)
class Settings:
    """`bus` is "embedded" or an amqp:// address; `database` is None for SQLite files under `data`, or the address of a
    server, on which each service has its own database named after it; `databases` overrides single services.
    `rate_limit` is requests a second and at once for each token, `bulk_rate_limit` operations of bulks and uploads;
    `trusted_proxies` is how many reverse proxies stand in front and set X-Forwarded-For. `most_requests` are
    answered at once by one gateway, among them `heavy_requests` reports and as many loads; more of them wait for
    `request_wait_seconds`. `console` is the folder of the built console,
    `currency` what units count in that have none of their own and none above them.
    """

    bus: str = EMBEDDED
    database: str | None = None
    databases: tuple[tuple[str, str], ...] = ()
    data: Path = Path("var")
    secret: str = ""
    deadline_seconds: float = 10.0
    host: str = "127.0.0.1"
    port: int = 8080
    rate_limit: str = "100/500"
    bulk_rate_limit: str = "200/2000"
    trusted_proxies: int = 0
    most_requests: int = 24
    heavy_requests: int = 4
    request_wait_seconds: float = 0.25
    files_url: str | None = None
    undo_hours: float = 72.0
    event_delays: tuple[float, ...] = (1, 5, 15, 60, 300, 900, 3600)
    escalation_seconds: float = 30.0
    watch_seconds: float = 30.0
    webhook_allow: tuple[str, ...] = ()
    webhook_ports: tuple[tuple[int, int], ...] = ((80, 80), (443, 443), (8080, 8080), (8443, 8443))
    webhook_delays: tuple[float, ...] = (5, 30, 120, 600, 1800, 3600, 7200, 14400, 28800, 43200, 86400, 86400)
    webhook_patience_seconds: float = 259200.0
    smtp_host: str | None = None
    smtp_port: int = 587
    smtp_user: str | None = None
    smtp_password: str | None = field(default=None, repr=False)
    smtp_starttls: bool = True
    smtp_sender: str = "Tenon <tenon@localhost>"
    smtp_delays: tuple[float, ...] = (60, 300, 900, 3600, 10800, 21600, 43200)
    console: Path = BUILT_CONSOLE
    currency: str = "USD"

    @classmethod
    def from_environment(cls) -> "Settings":
        environment = os.environ
        data = Path(environment.get("TENON_DATA", "var"))
        singles = tuple(
            (service, environment[f"TENON_DATABASE_{service.upper()}"])
            for service in (*SERVICES, GATEWAY)
            if f"TENON_DATABASE_{service.upper()}" in environment
        )
        return cls(
            bus=environment.get("TENON_BUS", EMBEDDED),
            database=environment.get("TENON_DATABASE"),
            databases=singles,
            data=data,
            secret=environment.get("TENON_SECRET", ""),
            deadline_seconds=float(environment.get("TENON_DEADLINE", "10")),
            host=environment.get("TENON_HOST", "127.0.0.1"),
            port=int(environment.get("TENON_PORT", "8080")),
            rate_limit=environment.get("TENON_RATE_LIMIT", cls.rate_limit),
            bulk_rate_limit=environment.get("TENON_BULK_RATE_LIMIT", cls.bulk_rate_limit),
            files_url=environment.get("TENON_FILES"),
            undo_hours=float(environment.get("TENON_UNDO_HOURS", "72")),
            trusted_proxies=int(environment.get("TENON_TRUSTED_PROXIES", "0")),
            most_requests=int(environment.get("TENON_MOST_REQUESTS", "24")),
            heavy_requests=int(environment.get("TENON_HEAVY_REQUESTS", "4")),
            request_wait_seconds=float(environment.get("TENON_REQUEST_WAIT", "0.25")),
            event_delays=_delays(environment.get("TENON_EVENT_DELAYS"), cls.event_delays),
            escalation_seconds=float(environment.get("TENON_ESCALATION_SECONDS", "30")),
            watch_seconds=float(environment.get("TENON_WATCH_SECONDS", "30")),
            webhook_allow=tuple(one for one in environment.get("TENON_WEBHOOK_ALLOW", "").split(",") if one),
            webhook_ports=_ports(environment.get("TENON_WEBHOOK_PORTS")),
            webhook_delays=_delays(environment.get("TENON_WEBHOOK_DELAYS"), cls.webhook_delays),
            webhook_patience_seconds=float(environment.get("TENON_WEBHOOK_PATIENCE", "259200")),
            **_of_mail(environment),
            console=Path(environment.get("TENON_CONSOLE", BUILT_CONSOLE)),
            currency=_currency(environment.get("TENON_CURRENCY", cls.currency)),
        )

    @property
    def files(self) -> str:
        """Where files are kept, as fsspec writes it; by default a folder below `data`."""
        return self.files_url or str((self.data / "files").absolute())

    @property
    def is_embedded(self) -> bool:
        return self.bus == EMBEDDED

    def database_url(self, service: str) -> str:
        """The SQLAlchemy address of this service's own database."""
        singles = dict(self.databases)
        if service in singles:
            return _with_driver(singles[service])
        if self.database is None:
            return f"sqlite:///{(self.data / f'{service}.sqlite').absolute()}"
        parts = urlsplit(self.database)
        prefix = parts.path.lstrip("/") or "tenon"
        return _with_driver(urlunsplit(parts._replace(path=f"/{prefix}_{service}")))

    def with_secret(self) -> "Settings":
        """These settings with the installation's secret: the given one, or the one kept in the data folder."""
        if self.secret:
            return self
        self.data.mkdir(parents=True, exist_ok=True)
        kept = self.data / "secret"
        try:
            with open(os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(32))
        except FileExistsError:
            return replace(self, secret=kept.read_text(encoding="ascii"))
        return replace(self, secret=kept.read_text(encoding="ascii"))


def _currency(named: str) -> str:
    """Raises `ValueError` for what is no ISO 4217 code."""
    if not re.fullmatch(r"[A-Z]{3}", named):
        raise ValueError(f"TENON_CURRENCY is a currency such as EUR, not {named!r}.")
    return named


def _of_mail(environment: Mapping[str, str]) -> dict[str, Any]:
    """How mail is sent; without a host none is."""
    host = environment.get("TENON_SMTP_HOST") or None
    return {
        "smtp_host": host,
        "smtp_port": int(environment.get("TENON_SMTP_PORT", str(Settings.smtp_port))),
        "smtp_user": environment.get("TENON_SMTP_USER") or None,
        "smtp_password": environment.get("TENON_SMTP_PASSWORD") or None,
        "smtp_starttls": environment.get("TENON_SMTP_STARTTLS", "1") not in ("0", "false", "no"),
        "smtp_sender": environment.get("TENON_SMTP_SENDER") or f"Tenon <tenon@{host or 'localhost'}>",
        "smtp_delays": _delays(environment.get("TENON_SMTP_DELAYS"), Settings.smtp_delays),
    }


def _delays(text: str | None, otherwise: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(",")) if text else otherwise


def _ports(text: str | None) -> tuple[tuple[int, int], ...]:
    """Ports and ranges of ports: 443,8000-8999."""
    if not text:
        return Settings.webhook_ports
    ends = [part.partition("-") for part in text.split(",")]
    return tuple((int(first), int(last or first)) for first, _, last in ends)


def _with_driver(url: str) -> str:
    """SQLAlchemy's default driver per engine is not the one that is pinned here."""
    for plain, driven in _DRIVERS.items():
        if url.startswith(plain):
            return driven + url[len(plain) :]
    return url
