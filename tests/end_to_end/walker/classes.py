"""What each operation is to the walker, derived from its shape; what cannot be derived fails the build."""

from dataclasses import dataclass
from enum import StrEnum

from tests.end_to_end.walker.description import Description, Operation

PUBLIC = "public"
ABOUT_ONESELF = frozenset({"signed_in", "signed_in_anyhow"})
STREAM = "text/event-stream"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"
READABLE = frozenset(
    {
        "application/json",
        "image/svg+xml",
        "text/csv",
        "text/html",
        "text/plain",
        "application/octet-stream",
        WORD,
        ZIP,
        STREAM,
    }
)


OF_THE_PRODUCT = (["name"], ["entity"])
"""Parameters that name a part of the product itself, a process or a kind of records, and no record."""


class Kind(StrEnum):
    """How an operation is walked."""

    OPEN = "open to everybody"
    LIST = "list of records"
    SEARCH = "search of a list"
    DETAIL = "one record"
    PART = "part of one record"
    FIGURES = "figures, or a list of no records"
    STREAM = "stream"
    CREATE = "write without a record"
    WRITE = "write on a record"


class Sight(StrEnum):
    """Who sees a row of a list."""

    OWNED = "whoever the reach of the right lets see its owner and unit, and with whom it is shared"
    PEOPLE = "as owned, where the row is the owner: people and what is keyed by them"
    UNITS = "the unit itself: one's own by any reach, those below it by a subtree"
    COMPANY = "whoever has the right"
    HEAD = "whoever has the right for the whole company; others are refused"
    PERSONAL = "one person alone, whatever anybody's reach"
    REACHED = "whoever reaches the person it is of, whom the row does not tell as an owner"
    TOLD = "whoever may read the record that it tells of"
    UNWALKED = "nobody knows yet"


class Unclassified(AssertionError):
    """The walker does not know what to expect of an operation, so nobody would notice if it leaked."""


NOUNS: dict[str, tuple[Sight, str]] = {
    "/v1/audit": (Sight.HEAD, "the trail is of the whole company, and chained as a whole"),
    "/v1/audit/anchors": (Sight.HEAD, "where the chains of the whole company ended"),
    "/v1/events": (Sight.TOLD, "an event is seen with the record in its `subject`"),
    "/v1/call-queue": (Sight.REACHED, "what is due for the caller, and for whoever of the caller's unit takes it"),
    "/v1/calendar": (Sight.REACHED, "whoever reaches the person whose days they are; without `user` one's own"),
    "/v1/configurations": (Sight.COMPANY, "it tells which parts were chosen of a product, and of nobody"),
    "/v1/configurators": (Sight.COMPANY, "a product is built of the same parts, whichever branch sells it"),
    "/v1/customer-levels": (Sight.COMPANY, "what a level means is one rule for all branches"),
    "/v1/custom-fields": (Sight.COMPANY, "a field is one for all records of its kind, in every branch"),
    "/v1/departments": (Sight.REACHED, "whoever reaches the unit sees its departments"),
    "/v1/document-templates": (Sight.COMPANY, "letters of all branches look alike"),
    "/v1/exports": (Sight.REACHED, "made under the rights of whoever asked for it"),
    "/v1/groups": (Sight.COMPANY, "groups of rights are the company's; their right is the administrators'"),
    "/v1/imports": (Sight.REACHED, "its maker and who reaches the maker see it; the row does not name the maker"),
    "/v1/items": (Sight.COMPANY, "what can be stocked is one catalogue for all branches"),
    "/v1/jobs": (Sight.REACHED, "whoever started it, and who reaches that person"),
    "/v1/listed-prices": (Sight.COMPANY, "as the price lists on which they stand"),
    "/v1/messages": (Sight.PERSONAL, "a message is for its recipient alone, however far anybody's right reaches"),
    "/v1/mining-runs": (Sight.PERSONAL, "counted under the rights of whoever asked, and kept for them alone"),
    "/v1/oauth-clients": (Sight.REACHED, "a program is registered by whoever answers for it"),
    "/v1/oauth-consents": (Sight.PERSONAL, "the programs that one lets act for oneself"),
    "/v1/org-units": (Sight.UNITS, "a unit stands for itself"),
    "/v1/password-resets": (Sight.REACHED, "the person whose password it is stands in the row"),
    "/v1/personal-tokens": (Sight.PERSONAL, "one's own tokens for programs"),
    "/v1/people": (Sight.PEOPLE, "a person stands for themself: the row is the owner"),
    "/v1/picklists": (Sight.COMPANY, "all branches choose from one list, or reports would not add up"),
    "/v1/planned-changes": (Sight.REACHED, "whoever reaches the person whose place is to change"),
    "/v1/positions": (Sight.COMPANY, "what the company calls its jobs"),
    "/v1/playbooks": (Sight.COMPANY, "what one branch has learnt about a stage, every branch plays"),
    "/v1/price-lists": (Sight.COMPANY, "one house asks one price, whichever branch sells"),
    "/v1/process-definitions": (Sight.COMPANY, "how the company wants things done, in every branch"),
    "/v1/process-runs": (Sight.REACHED, "whoever reaches its unit, and whoever holds the position it waits for"),
    "/v1/product-pairs": (Sight.COMPANY, "what marketing wants offered, every branch offers"),
    "/v1/products": (Sight.COMPANY, "every branch sells from one catalogue"),
    "/v1/report-schedules": (Sight.REACHED, "whoever set it up, and who reaches that person"),
    "/v1/report-templates": (Sight.COMPANY, "reports of all branches look alike"),
    "/v1/service-accounts": (Sight.REACHED, "an account is a person that nobody is"),
    "/v1/sessions": (Sight.PERSONAL, "one's own sign-ins at the console"),
    "/v1/stages": (Sight.COMPANY, "deals of all branches climb one ladder, or sums would mean nothing"),
    "/v1/territories": (Sight.COMPANY, "every branch knows who sells where, and may be in it"),
    "/v1/views": (
        Sight.REACHED,
        "its maker and those it is shared with; what it shows is asked under the reader's rights",
    ),
    "/v1/tokens": (Sight.PERSONAL, "one's own sign-ins"),
    "/v1/webhook-deliveries": (Sight.REACHED, "whoever sees the webhook that was to be sent to"),
}
"""Lists whose rows do not say by owner and unit who sees them. Every other list must."""

OPEN_ROWS = {
    "/v1/articles": ("status", "published", "what is published is knowledge of the whole company"),
    "/v1/stores": ("status", "published", "what is published is open to visitors, of every branch"),
}
"""Lists in which rows with this value are everybody's, and the others as their owner and unit say."""

REFERENCES: dict[str, str | None] = {
    "article_id": "/v1/articles",
    "duplicate_id": "/v1/customers",
    "reply_to_id": None,  # a comment on the very customer in the path
    "reports_to_id": "/v1/contacts",
    "assignee_id": None,  # people: work is handed to any colleague, in another branch too
    "owner_id": None,
    "person_id": None,
    "superior_id": None,
    "org_unit_id": None,  # units: the shipped groups let everybody know which there are
    "unit_id": None,
    "seller_unit_id": None,
    "home_territory_id": None,  # territories are the company's: whoever sells knows which there are
    "item_id": None,  # the catalogue
    "product_id": None,
    "recommended_id": None,
    "configuration_id": None,  # parts of the catalogue
    "line_id": None,  # lines of the very record in the path
    "source_id": "/v1/campaigns",
    "record_id": None,  # of whatever noun the body names beside it: tested with the processes
    "competitor_id": None,  # one of the very deal in the path
    "call_id": "/v1/activities",
    "client_id": None,  # the public name of a program at sign-in
    "external_id": None,  # no record of ours: the name that another system has for this one
    "tax_id": None,
}
"""What an id in a body names, where its name does not say; None for what the whole company may name."""


@dataclass(frozen=True)
class Classified:
    """An operation and what it is. `noun` is the list that its record or its rows are in."""

    operation: Operation
    kind: Kind
    noun: str = ""


def classify(description: Description) -> list[Classified]:
    """Every operation; raises `Unclassified`, naming all that are not."""
    operations = description.operations()
    lists = {one.path for one in operations if _is_list(description, one)}
    found, faults = [], []
    for operation in operations:
        try:
            found.append(_classify(operation, lists))
        except Unclassified as fault:
            faults.append(str(fault))
    faults += _faults_of_rows(description, found)
    if faults:
        raise Unclassified("; ".join(faults))
    return found


def sight_of(description: Description, operation: Operation) -> Sight:
    """Who sees a row of this list."""
    if operation.path in NOUNS:
        return NOUNS[operation.path][0]
    shown = description.properties(description.properties(operation.answer)["data"]["items"])
    return Sight.OWNED if {"id", "owner", "org_unit"} <= shown.keys() else Sight.UNWALKED


def named_by(place: tuple[str, ...], operation: Operation, nouns: set[str]) -> str | None:
    """The list of the record that an id in a body names; None for what the whole company may name."""
    name = place[-1]
    if name in REFERENCES:
        return REFERENCES[name]
    if name == "parent_id":
        return operation.collection
    stem = name.removesuffix("_id").replace("_", "-")
    for noun in (f"/v1/{stem}s", f"/v1/{stem.removesuffix('y')}ies"):
        if noun in nouns:
            return None if NOUNS.get(noun, (None,))[0] is Sight.COMPANY else noun
    raise Unclassified(f"{operation} takes {'/'.join(place)}, and nothing tells what it names")


def _is_list(description: Description, operation: Operation) -> bool:
    if operation.method != "GET" or operation.parameters:
        return False
    items = description.properties(operation.answer).get("data", {}).get("items")
    return items is not None and "id" in description.properties(items)


def _classify(operation: Operation, lists: set[str]) -> Classified:
    if not operation.right:
        raise Unclassified(f"{operation} names no right")
    if operation.right == PUBLIC:
        return Classified(operation, Kind.OPEN)
    if operation.parameters:
        return _of_a_record(operation, lists)
    if operation.method == "GET":
        if operation.path in lists:
            return Classified(operation, Kind.LIST, operation.path)
        return Classified(operation, _kind_of_reading(operation))
    if operation.method == "POST" and operation.path.removesuffix("/search") in lists - {operation.path}:
        return Classified(operation, Kind.SEARCH, operation.path.removesuffix("/search"))
    return Classified(operation, Kind.CREATE, operation.path if operation.path in lists else "")


def _of_a_record(operation: Operation, lists: set[str]) -> Classified:
    if operation.parameters in OF_THE_PRODUCT and operation.method == "GET":
        return Classified(operation, _kind_of_reading(operation))
    noun = operation.collection
    if noun not in lists:
        raise Unclassified(f"{operation}: {noun} is no list, so nothing tells whose the record is")
    if operation.method != "GET":
        return Classified(operation, Kind.WRITE, noun)
    kind = Kind.DETAIL if operation.path == f"{noun}/{{{operation.parameters[0]}}}" else Kind.PART
    if operation.answers and not READABLE & set(operation.answers):
        raise Unclassified(f"{operation} answers {', '.join(operation.answers)}, which the walker cannot read")
    return Classified(operation, kind, noun)


def _kind_of_reading(operation: Operation) -> Kind:
    if STREAM in operation.answers:
        return Kind.STREAM
    if not READABLE & set(operation.answers):
        raise Unclassified(f"{operation} answers {', '.join(operation.answers)}, which the walker cannot read")
    return Kind.FIGURES


def _faults_of_rows(description: Description, found: list[Classified]) -> list[str]:
    """Lists of which nobody knows who sees their rows, and ids in bodies of which nobody knows what they name."""
    faults = [
        f"{one.operation}: its rows tell neither owner nor unit, and no reason is given why"
        for one in found
        if one.kind is Kind.LIST and sight_of(description, one.operation) is Sight.UNWALKED
    ]
    nouns = {one.noun for one in found if one.kind is Kind.LIST}
    for one in found:
        for place in description.references(one.operation.body) if one.kind in (Kind.CREATE, Kind.WRITE) else ():
            try:
                named_by(place, one.operation, nouns)
            except Unclassified as fault:
                faults.append(str(fault))
    return faults
