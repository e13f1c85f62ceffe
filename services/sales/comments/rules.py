"""Who takes part, and what is answered, in plain Python."""

from shared.errors import Forbidden, RuleBroken


class CommentsAreForColleagues(Forbidden):
    """What colleagues say about a customer is never shown to the customer."""

    code = "comments_are_internal"


class CommentIsUnknown(RuleBroken):
    """One answers a comment on the same customer."""

    code = "comment_unknown"


def ensure_colleague(customer_id_of_caller: str | None) -> None:
    if customer_id_of_caller is not None:
        raise CommentsAreForColleagues("This is between colleagues.")
