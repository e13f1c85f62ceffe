"""On which way a write reached the company: its caller says so, or it shows by itself."""

from flask import Request, g

from gateway.http.ports import Principal
from gateway.http.routes import Route
from shared.contracts.channels import TOLD
from shared.errors import Fault, Forbidden, Malformed

HEADER = "Tenon-Channel"
ABOUT = (
    "On which way the customer's word reached you; kept with what is changed. Partners and customers have their own."
)


class UnknownChannel(Malformed):
    """The header names no way that a change can come."""

    code = "unknown_channel"


class ChannelIsNotYours(Forbidden):
    """What partners and people of customers do comes on their own way and is filed under it."""

    code = "channel_is_not_yours"


def note_channel(route: Route, request: Request, principal: Principal | None) -> None:
    """Remember the way of this request for every call that it makes. Raises `UnknownChannel`, `ChannelIsNotYours`."""
    g.channel = None
    if not route.writes:
        return
    own = route.channel if principal is None else principal.channel
    told = request.headers.get(HEADER)
    if told is not None and told not in TOLD:
        sentence = f"{HEADER} is one of {', '.join(TOLD)}."
        raise UnknownChannel(sentence, faults=[Fault(HEADER, sentence)])
    if told is not None and (own or told) != told:
        raise ChannelIsNotYours(f"What you do comes by the channel {own}.")
    g.channel = own or (told if principal else None)


def channel_of_request() -> str | None:
    """What was remembered."""
    channel: str | None = g.get("channel")
    return channel
