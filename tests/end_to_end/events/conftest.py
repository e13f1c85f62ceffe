"""The SDK as its folder has it."""

import importlib
import sys
from typing import Any

import pytest

from tests.architecture.tree import ROOT

SDK = ROOT / "deploy" / "sdk" / "python"


@pytest.fixture(scope="session")
def sdk() -> Any:
    """The package `tenon_client`."""
    sys.path.insert(0, str(SDK))
    try:
        return importlib.import_module("tenon_client")
    finally:
        sys.path.remove(str(SDK))
