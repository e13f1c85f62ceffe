"""What counts as one thing that is asked for, in plain Python: no database, no wire, no clock."""

LONGEST_WORDS = 200


def words_of(product_id: str | None, said: str | None) -> str | None:
    """What is asked for in words, without case and spare blanks, so that two ways to write it are one; None where a
    product is named, which says it already, or nothing is asked for.
    """
    words = " ".join((said or "").casefold().split())[:LONGEST_WORDS]
    return words if words and product_id is None else None
