"""Every operation of the API is in the table of roles, and the table says what the shipped groups grant."""

from tests.roles import CODES, NO, OPEN, TABLE, YES, cells_for, declared_routes, line_for, read_table


def test_every_operation_is_in_the_table_and_nothing_else() -> None:
    table, declared = read_table(), declared_routes()
    missing = "\n".join(line_for(declared[one]) for one in sorted(declared.keys() - table.keys()))
    assert not missing, f"Who may do this? Check these lines and put them, in order, into {TABLE.name}:\n{missing}"
    assert sorted(table.keys() - declared.keys()) == [], "operations that are no more"


def test_the_table_is_in_order_and_says_yes_no_or_open() -> None:
    table = read_table()
    assert list(table) == sorted(table)
    assert all(tuple(row) == CODES for row in table.values())
    assert {cell for row in table.values() for cell in row.values()} <= {YES, NO, OPEN}


def test_the_table_says_what_the_shipped_groups_grant() -> None:
    table = read_table()
    granted = {one: dict(zip(CODES, cells_for(route), strict=True)) for one, route in declared_routes().items()}
    assert {one: row for one, row in table.items() if granted.get(one, row) != row} == {}
