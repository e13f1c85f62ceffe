"""The place that a backup is restored to: what must not be there yet, and what must."""

from collections.abc import Mapping, Sequence
from contextlib import closing

from alembic.script import ScriptDirectory
from amqp import Connection as Broker
from amqp.exceptions import AMQPError, NotFound
from sqlalchemy import inspect

from deploy.backup.manifest import FORMAT, Manifest, those_ahead
from deploy.backup.refusals import Refused
from deploy.backup.secret import fingerprint_of, known_secret
from deploy.roster import EVERYBODY
from shared.bus.amqp.link import broker_at
from shared.bus.amqp.topology import inbox_of
from shared.contracts.subscriptions import SUBSCRIPTIONS
from shared.persistence.database import Database
from shared.persistence.migrating import HALF_RESTORED, configuration, has_database
from shared.settings import Settings
from shared.version import VERSION

BROKER_SECONDS = 5


def ensure_fits(manifest: Manifest) -> None:
    """Whether this code can take in the backup at all. Raises `Refused`."""
    if manifest.format > FORMAT or _parts(manifest.version) > _parts(VERSION):
        raise Refused(
            f"The backup was made by version {manifest.version}; this is {VERSION}. Restore it with that one."
        )
    missing = [service for service in EVERYBODY if service not in manifest.services]
    if missing:
        raise Refused(f"The backup lacks {', '.join(missing)}; a part of an installation is none.")
    ahead = those_ahead(manifest.services)
    if ahead:
        raise Refused(f"The backup is not of one moment: {'; '.join(ahead)}.")
    for service in EVERYBODY:
        _ensure_known(service, manifest.services[service].revisions)


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _ensure_known(service: str, revisions: Sequence[str]) -> None:
    """Between two releases the version is the same: what tells them apart is the schema."""
    known = {script.revision for script in ScriptDirectory.from_config(configuration(service, "")).walk_revisions()}
    unknown = [revision for revision in revisions if revision not in known]
    if unknown or not revisions:
        told = unknown[0] if unknown else "none"
        raise Refused(f"The backup's schema of {service} ({told}) is newer than this code. Take the code that made it.")


def ensure_empty(addresses: Mapping[str, str], *, start_over: bool) -> None:
    """Raises `Refused` unless every database is without a table, or holds a half restore that may be thrown away."""
    tables = {service: tables_at(url) for service, url in addresses.items()}
    half = [service for service, found in tables.items() if HALF_RESTORED in found]
    full = [service for service, found in tables.items() if found]
    if half and not start_over:
        raise Refused(
            f"A restore was cut short here (see {', '.join(half)}). Say --start-over to throw away what is there and "
            "restore from the beginning."
        )
    if full and not half:
        raise Refused(f"There is an installation here already: {', '.join(full)}. Restore to a place that is empty.")


def tables_at(url: str) -> list[str]:
    """The tables that are there; none where there is no database either."""
    if not has_database(url):
        return []
    with closing(Database(url, pool_size=1)) as database:
        return inspect(database.engine).get_table_names()


def ensure_same_secret(manifest: Manifest, settings: Settings, *, another: bool) -> None:
    """Raises `Refused` where what the secret sealed could not be opened any more, unless `another` is meant."""
    wanted, known = manifest.secret.fingerprint, known_secret(settings)
    if another or not wanted or (known is None and manifest.secret.kept):
        return
    if known is None:
        raise Refused(
            "The backup was made with a secret that it does not hold. Set TENON_SECRET to it, or say --another-secret: "
            "then second factors, webhooks' secrets and resets of passwords must be set up anew."
        )
    if fingerprint_of(known) != wanted:
        raise Refused(
            "TENON_SECRET, or `secret` in the data folder, is not that of the backup; --another-secret insists."
        )


def ensure_quiet_broker(settings: Settings) -> None:
    """Raises `Refused` where the broker still holds events: it would tell of records that are not there."""
    if settings.is_embedded:
        return
    try:
        with closing(Broker(connect_timeout=BROKER_SECONDS, **broker_at(settings.bus))) as broker:
            broker.connect()
            holding = [service for service in SUBSCRIPTIONS if _holds(broker, inbox_of(service))]
    except (AMQPError, OSError) as fault:
        raise Refused(f"The broker does not answer ({fault}); it must be seen to be empty.") from fault
    if holding:
        raise Refused(
            f"The broker holds events of another time for {', '.join(holding)}. Use an empty virtual host, or purge "
            f"{', '.join(map(inbox_of, holding))}."
        )


def _holds(broker: Broker, queue: str) -> bool:
    channel = broker.channel()
    try:
        return bool(channel.queue_declare(queue, passive=True).message_count)
    except NotFound:
        return False
