"""Letting go of objects that hold each other and much besides: pictures, documents."""

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

YOUNG = 1
"""The generation of objects that have lived through one collection at most."""

Given = ParamSpec("Given")
Made = TypeVar("Made")


def leaves_rings(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """For a function that builds a ring of objects with megabytes in it and returns something else: what it built is
    collected as soon as it has returned. Python looks for old rings so seldom here that fifty of them would wait.

    Nothing may still refer to the ring then, or it grows old all the same.
    """

    @wraps(make)
    def made(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        try:
            return make(*args, **kwargs)
        finally:
            gc.collect(YOUNG)

    return made
