"""What is said on the wire about imports: files of records from elsewhere, checked and taken in row by row."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.custom import PREFIX
from shared.contracts.distribution import items, warehouses
from shared.contracts.events import Changes, Event
from shared.contracts.fields import PersonRef, RecordView, StrictSchema
from shared.contracts.gateway import (
    custom_fields,
    departments,
    groups,
    org_units,
    people,
    picklists,
    positions,
    process_definitions,
    views,
)
from shared.contracts.gateway.import_rows import rows_told
from shared.contracts.gateway.people import FirstPassword
from shared.contracts.importing import RowResultView
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.marketing import campaigns, members
from shared.contracts.messaging import plans, schedules
from shared.contracts.sales import (
    contacts,
    customers,
    leads,
    opportunities,
    orders,
    price_lists,
    products,
    quotations,
    stages,
    visits,
)
from shared.contracts.service_desk import agents, agreements, articles, requests
from shared.importing import MODES, OUTCOMES

READ = "gateway.import:read"
CREATE = "gateway.import:create"
UPLOAD = "gateway.import:upload"
REHEARSE = "gateway.import:rehearse"
RUN = "gateway.import:run"

RIGHTS = {
    READ: "See imports and what became of each row",
    CREATE: "Prepare an import; what it brings in needs a right of its own",
    UPLOAD: "Upload the file of an import",
    REHEARSE: "Try an import without keeping anything of it",
    RUN: "Run an import",
}

STATUSES = ("draft", "uploaded", "checking", "checked", "running", "finished", "failed", "cancelled")
MEDIA_TYPES = ("text/csv",)
LARGEST_FILE = 20 * 1024 * 1024
MOST_ROWS = LARGEST_FILE
"""No file has more: a row is a byte at least."""

_LEAST_FACTOR, _MOST_FACTOR = Decimal("0.000001"), Decimal(1_000_000_000)


@dataclass(frozen=True)
class Entity:
    """What can be imported: whose call takes the rows, by which right, what a row holds, and its key.

    `parent` is the field by which a row names another of the same file. `batch` is how many rows go in one call.
    `noun` is the list whose export it takes, where that is called otherwise.
    """

    service: str
    rpc: str
    right: str
    row: type[Schema]
    key: str
    parent: str | None = None
    batch: int = 500
    takes_password: bool = False
    noun: str | None = None


ENTITIES: Mapping[str, Entity] = MappingProxyType(
    {
        "org_units": Entity(
            "gateway", "import_org_units", org_units.IMPORT, org_units.OrgUnitRow, "code", "parent_code", batch=100
        ),
        "departments": Entity(
            "gateway",
            "import_departments",
            departments.IMPORT,
            departments.DepartmentRow,
            "code",
            "parent_code",
            batch=100,
        ),
        "positions": Entity("gateway", "import_positions", positions.IMPORT, positions.PositionRow, "code", batch=100),
        "groups": Entity("gateway", "import_groups", groups.IMPORT, groups.GroupRow, "code", batch=20),
        "process_definitions": Entity(
            "gateway",
            "import_process_definitions",
            process_definitions.IMPORT,
            process_definitions.ProcessDefinitionRow,
            "code",
            batch=100,
        ),
        "picklists": Entity("gateway", "import_picklists", picklists.IMPORT, picklists.PicklistRow, "code", batch=100),
        "picklist_values": Entity(
            "gateway",
            "import_picklist_values",
            picklists.IMPORT,
            picklists.PicklistValueRow,
            "key",
            batch=100,
            noun="picklists/<picklist>/values",
        ),
        "custom_fields": Entity(
            "gateway", "import_custom_fields", custom_fields.IMPORT, custom_fields.CustomFieldRow, "key", batch=100
        ),
        "views": Entity("gateway", "import_views", views.IMPORT, views.ViewRow, "external_id", batch=100),
        "people": Entity(
            "gateway",
            "import_people",
            people.IMPORT,
            people.PersonRow,
            "login",
            "superior_login",
            batch=5,
            takes_password=True,
        ),
        "customers": Entity(
            "sales",
            "import_customers",
            customers.IMPORT,
            customers.CustomerRow,
            "external_id",
            "parent_external_id",
        ),
        "contacts": Entity("sales", "import_contacts", contacts.IMPORT, contacts.ContactRow, "external_id"),
        "leads": Entity("sales", "import_leads", leads.IMPORT, leads.LeadRow, "external_id"),
        "products": Entity("sales", "import_products", products.IMPORT, products.ProductRow, "code"),
        "price_lists": Entity(
            "sales", "import_price_lists", price_lists.IMPORT, price_lists.PriceListRow, "code", batch=100
        ),
        "listed_prices": Entity("sales", "import_listed_prices", price_lists.IMPORT, price_lists.ListedPriceRow, "key"),
        "warehouses": Entity("distribution", "import_warehouses", warehouses.IMPORT, warehouses.WarehouseRow, "code"),
        "items": Entity("distribution", "import_items", items.IMPORT, items.ItemRow, "code"),
        "orders": Entity("sales", "import_orders", orders.IMPORT, orders.OrderRow, "external_id", batch=100),
        "quotations": Entity(
            "sales", "import_quotations", quotations.IMPORT, quotations.QuotationRow, "external_id", batch=100
        ),
        "visits": Entity("sales", "import_visits", visits.IMPORT, visits.VisitRow, "external_id", batch=100),
        "stages": Entity("sales", "import_stages", stages.IMPORT, stages.StageRow, "code", batch=100),
        "opportunities": Entity(
            "sales", "import_opportunities", opportunities.IMPORT, opportunities.OpportunityRow, "external_id"
        ),
        "articles": Entity("service_desk", "import_articles", articles.IMPORT, articles.ArticleRow, "external_id"),
        "agents": Entity("service_desk", "import_agents", agents.IMPORT, agents.AgentRow, "owner_login", batch=100),
        "agreements": Entity(
            "service_desk", "import_agreements", agreements.IMPORT, agreements.AgreementRow, "external_id", batch=100
        ),
        "plans": Entity("messaging", "import_plans", plans.IMPORT, plans.PlanRow, "external_id", batch=100),
        "schedules": Entity(
            "messaging", "import_schedules", schedules.IMPORT, schedules.ScheduleRow, "external_id", batch=100
        ),
        "requests": Entity("service_desk", "import_requests", requests.IMPORT, requests.RequestRow, "external_id"),
        "campaigns": Entity("marketing", "import_campaigns", campaigns.IMPORT, campaigns.CampaignRow, "external_id"),
        "campaign_members": Entity(
            "marketing", "import_members", members.IMPORT, members.MemberRow, "external_id", batch=100
        ),
    }
)


class FieldMapping(StrictSchema):
    """Where one field comes from: a column, several columns joined, or one constant for every row.

    `replace` mends mistakes and is reported; `values` translates a list of codes and rejects what is not in it;
    `split_by` makes a list of a text, such as groups; `times` multiplies a number; `date` is the form of a day as
    strptime writes it.
    """

    column = fields.String(validate=validate.Length(min=1, max=200))
    columns = fields.List(fields.String(), validate=validate.Length(min=2, max=10))
    constant = fields.Raw(allow_none=True)
    split_by = fields.String(load_default=None, validate=validate.Length(min=1, max=5))
    joined_by = fields.String(load_default=" ", validate=validate.Length(max=20))
    replace = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)
    values = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True), load_default=None)
    empty_as_null = fields.Boolean(load_default=False)
    lower = fields.Boolean(load_default=False)
    upper = fields.Boolean(load_default=False)
    login_of = fields.Boolean(load_default=False)
    times = fields.Decimal(
        load_default=None, as_string=True, validate=validate.Range(min=_LEAST_FACTOR, max=_MOST_FACTOR)
    )
    date = fields.String(load_default=None, validate=validate.Length(min=2, max=30))

    @validates_schema
    def name_one_source(self, data: dict[str, Any], **_: Any) -> None:
        if sum(name in data for name in ("column", "columns", "constant")) != 1:
            raise ValidationError("Name one of column, columns and constant.", "column")


class CreateImport(StrictSchema):
    """`distinct` takes each different record once, for what is repeated in a column of the file."""

    entity = fields.String(
        required=True, validate=validate.OneOf(tuple(ENTITIES)), metadata={"x-tenon-rows": rows_told(ENTITIES)}
    )
    mode = fields.String(load_default="upsert", validate=validate.OneOf(MODES))
    match_key = fields.String(validate=validate.Length(min=1, max=60))
    name = fields.String(load_default="", validate=validate.Length(max=200))
    distinct = fields.Boolean(load_default=False)
    mapping = fields.Dict(
        required=True,
        keys=fields.String(),
        values=fields.Nested(FieldMapping),
        validate=validate.Length(min=1, max=60),
    )

    @validates_schema
    def map_what_the_entity_has(self, data: dict[str, Any], **_: Any) -> None:
        entity = ENTITIES[data["entity"]]
        known = entity.row().fields
        faults: dict[str, Any] = {name: ["Unknown field."] for name in data["mapping"] if not _is_known(name, known)}
        faults |= {
            name: ["Missing data for required field."]
            for name, field in known.items()
            if field.required and name not in data["mapping"]
        }
        if faults:
            raise ValidationError(faults, "mapping")
        if data.get("match_key", entity.key) != entity.key:
            raise ValidationError(f"{data['entity']} are matched by {entity.key}.", "match_key")


def _is_known(name: str, known: Mapping[str, Any]) -> bool:
    """`custom.<code>` is a column of its own; whether there is such a custom field, each row says."""
    if "custom" in known and (name == "custom" or name.startswith(PREFIX)):
        return name != "custom"
    return name in known


class RunImport(FirstPassword):
    """`password` is kept in memory until the run ends and nowhere else."""


class FileView(Schema):
    size = fields.Integer(metadata={"description": "In bytes."})
    sha256 = fields.String()
    encoding = fields.String()


class NoteView(Schema):
    """Something that was done to values of the file before they were taken, and in how many rows."""

    text = fields.String()
    rows = fields.Integer()


class ProgressView(Schema):
    done = fields.Integer()
    total = fields.Integer()


class CountsView(Schema):
    created = fields.Integer()
    updated = fields.Integer()
    unchanged = fields.Integer()
    rejected = fields.Integer()


class ImportView(RecordView):
    name = fields.String()
    entity = fields.String()
    mode = fields.String()
    match_key = fields.String()
    distinct = fields.Boolean()
    mapping = fields.Dict()
    status = fields.String(validate=validate.OneOf(STATUSES))
    file = fields.Nested(FileView, allow_none=True)
    rows = fields.Integer(metadata={"description": "How many rows the file has below its head."})
    progress = fields.Nested(ProgressView)
    counts = fields.Nested(CountsView)
    notes = fields.List(fields.Nested(NoteView))
    failure = fields.String(allow_none=True)
    made_by = fields.Nested(PersonRef)


class ResultQuery(StrictSchema):
    outcome = fields.String(load_default=None, validate=validate.OneOf(OUTCOMES))
    cursor = fields.Integer(load_default=0, validate=validate.Range(min=0, max=MOST_ROWS))
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))


class ImportResultView(RowResultView):
    row = fields.Integer(metadata={"description": "Its number in the file; the head is row 1."})
    key = fields.String(allow_none=True)


class ImportResultsView(Schema):
    data = fields.List(fields.Nested(ImportResultView))
    next = fields.String(allow_none=True)
    prev = fields.String(allow_none=True)


LISTING = Listing(
    noun="imports",
    view=ImportView,
    fields={
        "id": FieldKind.ID,
        "name": FieldKind.TEXT,
        "entity": FieldKind.CHOICE,
        "mode": FieldKind.CHOICE,
        "status": FieldKind.CHOICE,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    columns=("name", "entity", "mode", "status", "rows", "made_by", "created_at"),
)


@dataclass(frozen=True)
class ImportEvent(Event):
    """What each event about an import tells: how it stands now, and what changed."""

    import_id: str
    entity: str
    mode: str
    status: str
    total: int
    done: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    changes: Changes


class ImportCreated(ImportEvent):
    type: ClassVar[str] = "gateway.import.created"


class ImportUploaded(ImportEvent):
    type: ClassVar[str] = "gateway.import.uploaded"


class ImportStarted(ImportEvent):
    type: ClassVar[str] = "gateway.import.started"


class ImportProgressed(ImportEvent):
    type: ClassVar[str] = "gateway.import.progressed"


class ImportFinished(ImportEvent):
    """Every row was taken or rejected; after a rehearsal nothing of it is kept."""

    type: ClassVar[str] = "gateway.import.finished"


class ImportFailed(ImportEvent):
    """It could not go on; what was taken stays, and running it again goes on from there."""

    type: ClassVar[str] = "gateway.import.failed"


class ImportCancelled(ImportEvent):
    """Somebody ended it; what was taken stays, and running it again goes on from there."""

    type: ClassVar[str] = "gateway.import.cancelled"
