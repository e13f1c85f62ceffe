"""The demo company: an invented firm with branches, so that the first look at the product shows something."""

from shared.bus.host import Host
from shared.settings import Settings


def load_demo(settings: Settings, host: Host) -> None:
    """Fill an empty installation through its own services; `host` runs or reaches all of them."""
