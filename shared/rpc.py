"""Nameko's decorators with the types Nameko does not ship, led through the door of `Entrypoints`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from shared.bus.extensions import Handles, Rpc, mark
from shared.contracts.events import Event

Method = TypeVar("Method", bound=Callable[..., Any])

_KEEPS_LIMITS = "keeps_limits"


def rpc(method: Method) -> Method:
    """Answer calls over the bus with this method. A class with `answer_call` is asked to run it (see `Entrypoints`)."""

    @wraps(method)
    def answered(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        answer_call = getattr(self, "answer_call", None)
        if answer_call is None:
            return method(self, *args, **kwargs)
        return answer_call(method, args, kwargs)

    mark(answered, Rpc())
    return cast(Method, answered)


def keeps_limits(method: Method) -> Method:
    """The method keeps a caller's limits of fields itself, because its answer is no view of the noun: of such the door
    could only say that it is closed (`shared.field_limits`). Stands below `@rpc`.
    """
    setattr(method, _KEEPS_LIMITS, True)
    return method


def keeps_limits_itself(method: Callable[..., Any]) -> bool:
    return getattr(method, _KEEPS_LIMITS, False)


def handles(event_class: type[Event]) -> Callable[[Method], Method]:
    """Tell this method, `(session, actor, event)`, of each event of the class: once in effect, in order per record."""

    def marked(method: Method) -> Method:
        mark(method, Handles(event_class))
        return method

    return marked
