"""Text that is compared byte by byte, and prefixes of it as index ranges."""

from sqlalchemy import ColumnElement, SQLColumnExpression, String, and_, false


def bytewise(length: int) -> String:
    """A text column in byte order, so that a prefix is a range of its index on every engine."""
    return (
        String(length)
        .with_variant(String(length, collation="C"), "postgresql")
        .with_variant(String(length, collation="utf8mb4_bin"), "mysql", "mariadb")
    )


def starting_with(column: SQLColumnExpression[str], prefix: str) -> ColumnElement[bool]:
    """Whether a `bytewise` column starts with this prefix; the empty prefix is every value."""
    return and_(column >= prefix, column < prefix + chr(0x10FFFF))


def below(column: SQLColumnExpression[str], path: str) -> ColumnElement[bool]:
    """Whether a materialised path ("/1/4/") is this path or lies below it; nothing lies below the empty path."""
    return starting_with(column, path) if path.endswith("/") else false()


def nodes_on(path: str | None) -> list[int]:
    """The node numbers on a materialised path from the top down, itself included: "/1/4/" is 1 and 4."""
    return [int(node) for node in (path or "").split("/") if node]


def lies_below(path: str, top: str) -> bool:
    """The same of two paths at hand."""
    return top.endswith("/") and path.startswith(top)
