"""The test process itself stays on real threads: green ones in it would let a blocking lock stop the whole run."""

from shared.bus.green import is_patched


def test_no_test_module_makes_the_threads_of_the_run_green() -> None:
    assert not is_patched(), "a test imports a program that patches; run that in a process of its own"
