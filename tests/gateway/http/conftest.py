"""The door with stand-ins behind it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.http.app import create_app
from tests.gateway.http.stand_ins import StandInAccess, StandInBus, StandInSettings, toy_routes


@pytest.fixture
def bus() -> StandInBus:
    return StandInBus()


@pytest.fixture
def access() -> StandInAccess:
    return StandInAccess()


@pytest.fixture
def app(bus: StandInBus, access: StandInAccess) -> Flask:
    return create_app(StandInSettings(), bus, access, [toy_routes()])


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """Somebody without a token."""
    return app.test_client()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = "Bearer good"
    return client
