"""One field of a contract as JSON Schema, the same wherever the API describes it."""

from functools import lru_cache
from typing import Any, cast

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import fields

from shared.contracts.fields import DegreesField, IdField, MoneyField, StrictSchema


def exact_decimals(self: Any, field: fields.Field[Any], ret: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Amounts are decimal strings, never JSON numbers; JSON Schema knows no bounds for what a string means. Of degrees
    numbers are taken too, since devices tell them so.
    """
    if isinstance(field, DegreesField):
        taken = ["number"] if isinstance(field.parent, StrictSchema) else []
        return {"type": ["string", *taken, *["null"] * field.allow_none], "examples": ["31.230416"]}
    if isinstance(field, MoneyField) or (isinstance(field, fields.Decimal) and field.as_string):
        for bound in ("minimum", "maximum"):
            ret.pop(bound, None)
        kinds: Any = ["string", "null"] if field.allow_none else "string"
        return {"type": kinds, "format": "decimal", "examples": ["1234.50"]}
    return {}


def ids(self: Any, field: fields.Field[Any], **_: Any) -> dict[str, Any]:
    """An id is a UUID."""
    return {"format": "uuid"} if isinstance(field, IdField) else {}


def field_schema(field: fields.Field[Any]) -> dict[str, Any]:
    """What the description of the API says of this plain field: no nested one, no list."""
    return cast(dict[str, Any], _converter().field2property(field))


@lru_cache(maxsize=1)
def _converter() -> Any:
    plugin = MarshmallowPlugin()
    APISpec(title="fields", version="1", openapi_version="3.1.0", plugins=[plugin])
    converter = cast(Any, plugin.converter)
    converter.add_attribute_function(exact_decimals)
    converter.add_attribute_function(ids)
    return converter
