"""The question of a view, put to its list as if the caller had asked it: nothing here reads a record."""

from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.datastructures import MultiDict

from gateway.http.query import MalformedQuery, list_query, search_query
from shared.contracts.listing import Listing
from shared.contracts.payload import Payload
from shared.errors import Conflict, Fault, Kind, Refusal

PAGING = frozenset({"cursor", "limit", "count", "totals"})
_ABOUT_THE_QUESTION = frozenset({"bad_filter", "bad_sort", "field_is_hidden", "malformed", "malformed_query"})


class ViewIsOutdated(Conflict):
    """The view names a list, field or value that is not there, or not for the caller; no part of it is answered."""

    code = "view_outdated"


def question_of(view: Payload, listing: Listing) -> Payload:
    """What the view asks, checked against the list as it is today. Raises `ViewIsOutdated`."""
    asked = {"filter": view["filter"], "sort": view["sort"], "fields": view["columns"], "q": view["q"]}
    with saying_it_is_outdated():
        return search_query({name: value for name, value in asked.items() if value}, listing)


def paging_of(args: MultiDict[str, str], listing: Listing) -> Payload:
    """Which page, count and totals the caller wants of it. Raises `MalformedQuery`."""
    others = [name for name in args if name not in PAGING]
    if others:
        faults = [Fault(f"?{name}", "is the view's to say") for name in others]
        raise MalformedQuery(f"Results of a view take {', '.join(sorted(PAGING))}.", faults=faults)
    paging = list_query(args, listing)
    return {name: value for name, value in paging.items() if name in PAGING}


@contextmanager
def saying_it_is_outdated() -> Iterator[None]:
    """A list that refuses a view's question refuses the view, not the caller's request."""
    try:
        yield
    except Refusal as refusal:  # what a service refused arrives as a class of its own, whatever it was there
        if refusal.kind is not Kind.MALFORMED or refusal.code not in _ABOUT_THE_QUESTION:
            raise
        sentence = "This view names what its list does not offer; change the view."
        raise ViewIsOutdated(sentence, faults=refusal.faults) from refusal
