"""What must be there before services start: schemas, and somebody who can sign in."""

import os
from collections.abc import Callable, Iterable

from deploy.roster import EVERYBODY
from shared.actor import system_actor
from shared.persistence.database import database_at
from shared.persistence.migrating import is_half_restored, migrate
from shared.settings import GATEWAY, Settings

PASSWORD_VARIABLE = "TENON_ADMIN_PASSWORD"


def migrate_all(settings: Settings, services: Iterable[str] = EVERYBODY, tell: Callable[[str], None] = print) -> None:
    """Bring the database of each service to the schema of this code."""
    for service in services:
        tell(service)
        migrate(service, settings.database_url(service))


def half_restore_here(settings: Settings, services: Iterable[str] = EVERYBODY) -> str | None:
    """A sentence for the administrator where a restore has not come to its end, by which nothing may start."""
    half = [service for service in services if is_half_restored(settings.database_url(service))]
    if not half:
        return None
    return (
        f"A restore was cut short here (see {', '.join(half)}): this is no whole installation. Begin it again with "
        "./tenon restore FILE --start-over."
    )


def ensure_administrator(settings: Settings) -> str | None:
    """Make the first administrator on an empty installation; the password that was made up for it, to be shown once."""
    from gateway.people.commands import ensure_first_administrator

    with database_at(settings.database_url(GATEWAY)).write() as session:
        return ensure_first_administrator(session, system_actor(GATEWAY), os.environ.get(PASSWORD_VARIABLE))
