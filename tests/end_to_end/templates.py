"""Databases as the first start makes them, made once by each process of a run and copied for every installation."""

import os
import secrets
import shutil
import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy.engine import make_url

from deploy.roster import EVERYBODY
from tests.end_to_end.nursery import nursery
from tests.end_to_end.stack import ADMIN_PASSWORD
from tests.servers import administer

MIGRATING_SECONDS = 120
_made_on: dict[str, str] = {}
"""The prefix of the templates by server."""


def copy_files(to: Path) -> None:
    """Put SQLite's files, with the schema and the administrator, into this data folder."""
    shutil.copytree(_files(), to)


def copy_databases(server: str, prefix: str) -> None:
    """Make the databases of this prefix on the server, with the schema and the administrator."""
    template = _databases(server)
    for service in EVERYBODY:
        administer(server, f'CREATE DATABASE "{prefix}_{service}" TEMPLATE "{template}_{service}"')


def forget() -> None:
    """Drop them: no later run may find them."""
    for server, prefix in _made_on.items():
        for service in EVERYBODY:
            administer(server, f'DROP DATABASE IF EXISTS "{prefix}_{service}" WITH (FORCE)')
    _made_on.clear()
    if _folder.cache_info().currsize:
        shutil.rmtree(_folder(), ignore_errors=True)


@cache
def _files() -> Path:
    data = _folder() / "data"
    _migrate(TENON_DATA=str(data))
    return data


def _databases(server: str) -> str:
    if server not in _made_on:
        prefix = _made_on[server] = f"tenon_test_template_{secrets.token_hex(4)}"
        _migrate(TENON_DATABASE=make_url(server).set(database=prefix).render_as_string(hide_password=False))
    return _made_on[server]


def _migrate(**places: str) -> None:
    environment = {**os.environ, "TENON_ADMIN_PASSWORD": ADMIN_PASSWORD, **places}
    log = _folder() / "migrate.log"
    done = nursery().start(["migrate"], environment, log)
    assert done.wait(MIGRATING_SECONDS) == 0, log.read_text(encoding="utf-8")


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="tenon-template-"))
