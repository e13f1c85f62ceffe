"""Records of the whole company, such as its products: nobody's own, changed only by whom the whole company obeys."""

from shared.actor import Actor, Reach
from shared.errors import Forbidden


class NotForTheWholeCompany(Forbidden):
    """The caller holds this right, but not far enough: what is changed here changes for every unit."""

    code = "reach_too_short"


def ensure_for_company(actor: Actor) -> None:
    """The right must reach everything, or the subtree of the unit at the very top."""
    at_the_top = actor.unit_path.strip("/").count("/") == 0 and bool(actor.unit_path.strip("/"))
    if Reach.ALL in actor.reaches or (at_the_top and Reach.SUBTREE in actor.reaches):
        return
    raise NotForTheWholeCompany("This belongs to the whole company; your right does not reach that far.")
