"""What an installation can be told, all of it from the environment (`TENON_…`)."""

import os
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

SERVICES = ("sales", "marketing", "service_desk", "distribution", "messaging", "reporting")
GATEWAY = "gateway"
EMBEDDED = "embedded"

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
    `rate_limit` is requests a second and at once for each token; `trusted_proxies` is how many reverse proxies stand in
    front and set X-Forwarded-For.
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
    trusted_proxies: int = 0
    event_delays: tuple[float, ...] = (1, 5, 15, 60, 300, 900, 3600)
    escalation_seconds: float = 30.0

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
            trusted_proxies=int(environment.get("TENON_TRUSTED_PROXIES", "0")),
            event_delays=_delays(environment.get("TENON_EVENT_DELAYS")),
            escalation_seconds=float(environment.get("TENON_ESCALATION_SECONDS", "30")),
        )

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


def _delays(text: str | None) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(",")) if text else Settings.event_delays


def _with_driver(url: str) -> str:
    """SQLAlchemy's default driver per engine is not the one that is pinned here."""
    for plain, driven in _DRIVERS.items():
        if url.startswith(plain):
            return driven + url[len(plain) :]
    return url
