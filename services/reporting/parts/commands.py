"""Remembering where facts stood."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.reporting.parts import rules
from services.reporting.parts.model import PathNode

KNOWN = "known paths"
"""Those that this transaction has met: events come in batches, most of them from the same few units."""


def know_path(session: Session, path: str) -> None:
    """That facts came to count at this path; what is known already stays."""
    known: set[str] = session.info.setdefault(KNOWN, set())
    nodes = rules.nodes_of(path)
    if not nodes or path in known:
        return
    known.add(path)
    if session.get(PathNode, (nodes[-1], path)) is not None:
        return
    try:
        with session.begin_nested():
            session.add_all([PathNode(node=node, path=path) for node in nodes])
    except IntegrityError:
        session.expire_all()  # another fact that came to count there came first
