"""Rows of a report as a Parquet file, whose columns have the types that the view declares, whatever the rows hold.

PyArrow is large, so it is loaded when the first file is asked for, in a thread beside the loop.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from marshmallow import Schema, fields

from shared.contracts.fields import MoneyField

MEDIA_TYPE = "application/vnd.apache.parquet"
DIGITS, PLACES = 18, 4
"""Of an amount of money, as `MoneyField` bounds it."""


def as_parquet(view: type[Schema], answer: Mapping[str, Any]) -> bytes:
    """The member `rows` of an answer of this view. Amounts are decimals, times microseconds in UTC, days dates, all
    else integers, booleans and texts; every column may be empty. The file's metadata hold `tenon.next`, the key to go
    on from, and `tenon.more`, whether there was more at that moment.
    """
    import pyarrow as pa
    from pyarrow import parquet

    declared = _row_of(view).fields
    told = {"tenon.next": answer.get("next") or "", "tenon.more": str(bool(answer.get("more"))).lower()}
    schema = pa.schema([(name, _type_of(pa, field)) for name, field in declared.items()], metadata=told)
    columns = [_values(field, name, answer["rows"]) for name, field in declared.items()]
    arrays = [pa.array(values, kind) for values, kind in zip(columns, schema.types, strict=True)]
    file = io.BytesIO()
    parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), file, compression="snappy")
    return file.getvalue()


def _row_of(view: type[Schema]) -> Schema:
    rows = cast("fields.List[Any]", view().fields["rows"])
    return cast("fields.Nested", rows.inner).schema


def _type_of(pa: Any, field: fields.Field[Any]) -> Any:
    match field:
        case MoneyField():
            return pa.decimal128(DIGITS, PLACES)
        case fields.AwareDateTime():
            return pa.timestamp("us", tz="UTC")
        case fields.Date():
            return pa.date32()
        case fields.Integer():
            return pa.int64()
        case fields.Boolean():
            return pa.bool_()
        case _:
            return pa.string()


def _values(field: fields.Field[Any], name: str, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """A column of an answer, whose amounts, times and days came as texts."""
    read: Any = None
    if isinstance(field, MoneyField):
        read = Decimal
    elif isinstance(field, fields.AwareDateTime):
        read = datetime.fromisoformat
    elif isinstance(field, fields.Date):
        read = date.fromisoformat
    values = [row.get(name) for row in rows]
    return values if read is None else [None if value is None else read(value) for value in values]
