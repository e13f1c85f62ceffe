"""Several processes share the run: what must stay in one process does."""

import pytest


def test_each_test_carries_its_group_where_several_processes_share_the_run(request: pytest.FixtureRequest) -> None:
    """pytest-xdist keeps together by what follows the last `@`, and says nothing where a pytest drops that."""
    if not hasattr(request.config, "workerinput") or not request.config.getoption("loadgroup", default=False):
        pytest.skip("one process runs all")
    marks = [mark.args[0] for mark in request.node.iter_markers("xdist_group")]
    assert marks == [request.node.nodeid.rpartition("@")[2]]
