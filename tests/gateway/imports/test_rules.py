"""Reading files and mapping their columns, in plain Python."""

from typing import Any

import pytest

from gateway.imports.rules import ColumnIsUnknown, FileIsEmpty, FileIsUnreadable, ImportIsElsewhere, ensure_may
from gateway.imports.rules.mapping import MappedRow, login_of, map_table, parents_first
from gateway.imports.rules.tables import Table, read_table


def table(text: str) -> Table:
    return read_table(text.encode())


def mapped(text: str, key: str = "code", distinct: bool = False, **mapping: dict[str, Any]) -> Any:
    return map_table(table(text), mapping, key=key, parent=None, distinct=distinct, noun="things")


@pytest.mark.parametrize(("encoding", "told"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gbk", "gbk")])
def test_a_file_is_read_in_its_encoding(encoding: str, told: str) -> None:
    read = read_table("名称,code\n东湖生物,A\n".encode(encoding))
    assert (read.head, read.rows, read.encoding) == (("名称", "code"), [["东湖生物", "A"]], told)


@pytest.mark.parametrize("content", [b"a,b\n1\n", b"a,a\n1,2\n", b"a\n\xff\xff\xff\n", b"a\n\x00\n", b'a\n"open\n'])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(FileIsUnreadable):
        read_table(content)


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"\n\n"])
def test_a_file_without_rows_is_refused(content: bytes) -> None:
    with pytest.raises(FileIsEmpty):
        read_table(content)


@pytest.mark.parametrize(
    ("name", "login"),
    [("Moses Frase", "moses.frase"), ("Mei-Mei Johns", "mei-mei.johns"), ("Zoë  Ångström", "zoe.angstrom")],
)
def test_a_name_becomes_a_login(name: str, login: str) -> None:
    assert login_of(name) == login


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ({"column": "x"}, "Ab"),
        ({"column": "x", "lower": True}, "ab"),
        ({"column": "x", "upper": True}, "AB"),
        ({"column": "x", "replace": {"Ab": "Cd"}}, "Cd"),
        ({"column": "x", "values": {"Ab": None}}, None),
        ({"column": "n", "times": "1000"}, "1500.0"),
        ({"column": "d", "date": "%d.%m.%Y"}, "2017-03-01"),
        ({"column": "empty", "empty_as_null": True}, None),
        ({"column": "empty"}, ""),
        ({"columns": ["x", "empty", "n"], "joined_by": " for "}, "Ab for 1.5"),
        ({"constant": ["a"]}, ["a"]),
    ],
)
def test_a_field_is_made_from_its_column(rule: dict[str, Any], value: Any) -> None:
    rows = mapped("code,x,n,d,empty\n1,Ab,1.5,01.03.2017,\n", code={"column": "code"}, field=rule).rows
    assert rows == [MappedRow(2, "1", {"code": "1", "field": value})]


@pytest.mark.parametrize(
    "rule", [{"values": {"a": "b"}}, {"times": "2"}, {"date": "%Y"}, {"date": "%d %d"}, {"date": "%Y %Y"}]
)
def test_a_value_that_does_not_fit_is_a_fault_of_its_row(rule: dict[str, Any]) -> None:
    rows = mapped("code,x\n1,what\n", code={"column": "code"}, field={"column": "x", **rule}).rows
    assert len(rows[0].faults) == 1
    assert rows[0].faults[0].startswith("field: what")


def test_a_day_without_a_year_is_a_fault_and_not_one_of_long_ago() -> None:
    rows = mapped("code,x\n1,01.03.\n", code={"column": "code"}, field={"column": "x", "date": "%d.%m."}).rows
    assert rows[0].faults == ("field: 01.03. is no day: its form %d.%m. has no year",)


@pytest.mark.parametrize("text", ["sNaN", "9e999999"])
def test_a_number_that_cannot_be_reckoned_with_is_a_fault_of_its_row(text: str) -> None:
    rows = mapped(f"code,x\n1,{text}\n", code={"column": "code"}, field={"column": "x", "times": "1000"}).rows
    assert rows[0].faults == (f"field: {text} is no number",)


def test_what_was_mended_or_left_open_is_counted_once_a_row() -> None:
    mend = {"replace": {"GTXPro": "GTX Pro"}}
    notes = mapped(
        "code,p,a\n1,GTXPro,\n2,GTXPro,x\n3,MG,\n",
        code={"column": "code"},
        name={"columns": ["p", "a"], **mend},
        product={"column": "p", **mend},
        account={"column": "a", "empty_as_null": True},
    ).notes
    assert notes == {"column p: GTXPro read as GTX Pro": 2, "column a is empty: account left open": 2}


def test_a_column_that_the_file_lacks_is_refused_with_all_others() -> None:
    with pytest.raises(ColumnIsUnknown) as refused:
        mapped("code\n1\n", code={"column": "cod"}, name={"columns": ["code", "title"]})
    assert [fault.pointer for fault in refused.value.faults] == ["/mapping/code", "/mapping/name"]


def test_repeated_records_count_once_where_asked_and_are_reported() -> None:
    told = mapped("o\nEast\nWest\nEast\n", distinct=True, code={"column": "o"})
    assert [row.key for row in told.rows] == ["East", "West"]
    assert told.notes == {"3 rows name 2 things": 3}


@pytest.mark.parametrize("distinct", [True, False])
def test_a_key_that_comes_twice_with_other_values_is_a_fault(distinct: bool) -> None:
    told = mapped("c,n\n1,a\n1,b\n", distinct=distinct, code={"column": "c"}, name={"column": "n"})
    assert [bool(row.faults) for row in told.rows] == [False, True]


def test_parents_come_before_those_who_name_them_and_circles_last() -> None:
    links = [("d", "c"), ("c", "b"), ("b", None), ("x", "y"), ("y", "x"), ("z", "elsewhere")]
    rows = [MappedRow(number, key, {"parent": parent}) for number, (key, parent) in enumerate(links, 2)]
    order = [row.key for row in parents_first(rows, "parent")]
    assert order.index("b") < order.index("c") < order.index("d")
    assert order[-2:] == ["x", "y"]
    assert sorted(filter(None, order)) == ["b", "c", "d", "x", "y", "z"]


def test_a_long_chain_of_parents_is_put_in_order_at_once() -> None:
    many = 50_000
    rows = [MappedRow(number, f"k{number}", {"parent": f"k{number + 1}"}) for number in range(many)]
    order = [row.row for row in parents_first(rows, "parent")]
    assert order == list(range(many))[::-1]


def test_a_parent_that_is_no_text_is_left_for_the_row_to_be_refused() -> None:
    row = MappedRow(2, "a", {"parent": ["b"]})
    assert parents_first([row], "parent") == [row]


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        ("upload", "running"),
        ("upload", "finished"),
        ("rehearse", "draft"),
        ("rehearse", "finished"),
        ("run", "draft"),
        ("run", "running"),
        ("run", "finished"),
        ("run", "checking"),
    ],
)
def test_a_verb_in_the_wrong_status_is_refused(verb: str, status: str) -> None:
    with pytest.raises(ImportIsElsewhere):
        ensure_may(verb, status)
