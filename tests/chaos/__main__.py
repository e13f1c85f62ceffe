"""Break an installation of its own under load, in an order that a seed gives, and prove that nothing was lost."""

import argparse
import secrets
import shutil
import sys
import tempfile
from pathlib import Path

from tests.chaos.campaign import Plan, carry_out
from tests.chaos.disasters import DISASTERS
from tests.chaos.report import page, summary

TEACHING = """\
It starts a RabbitMQ, a PostgreSQL and every service as a process of its own, all private; servers that run already
are left alone. Callers work on it as careful programs do: they repeat a write with its Idempotency-Key until it is
answered, and send some twice. Meanwhile disasters come one after another. When the time is over it waits until all is
settled and checks, in the databases: what was acknowledged is there once, logs have no gap, consumers know what a
replay of the logs tells, stock and money add up, nobody waited beyond the deadline.

disasters:
{disasters}

examples:
  ./tenon chaos                          one minute in an order of its own; the seed is printed
  ./tenon chaos --seed 7 --minutes 10    the same disasters in the same order each time
  ./tenon chaos --only kill --only freeze

It ends with status 0 when everything held. When something did not, it keeps its folder, with all logs, and says where.
"""


def main(argv: list[str]) -> int:
    told = "\n".join(f"  {name.ljust(14)} {(one.__doc__ or '').splitlines()[0]}" for name, one in DISASTERS.items())
    parser = argparse.ArgumentParser(
        prog="./tenon chaos",
        description=__doc__,
        epilog=TEACHING.format(disasters=told),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--seed", type=int, help="gives the order of everything; default: a new one, which is printed")
    parser.add_argument("--minutes", type=float, default=1.0, help="how long things are broken; default 1")
    parser.add_argument("--callers", type=int, default=6, help="programs that work meanwhile; default 6")
    parser.add_argument("--only", action="append", choices=sorted(DISASTERS), help="this disaster; may be repeated")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write what was done and found as a page")
    wanted = parser.parse_args(argv)
    seed = wanted.seed if wanted.seed is not None else secrets.randbelow(10**6)
    plan = Plan(seed, wanted.minutes * 60, wanted.callers, only=tuple(wanted.only or DISASTERS))
    return run(plan, wanted.report)


def run(plan: Plan, report: Path | None) -> int:
    """Carry out the plan, tell about it on the way, and give the exit status."""
    folder = Path(tempfile.mkdtemp(prefix="tenon-chaos-"))
    print(f"seed {plan.seed}: {plan.seconds / 60:g} min, {plan.callers} callers, below {folder}", flush=True)
    try:
        outcome = carry_out(plan, folder, lambda line: print(line, flush=True))
    except BaseException:
        print(f"The run broke off; its folder is {folder}", file=sys.stderr)
        raise
    print(summary(outcome), flush=True)
    if report is not None:
        report.write_text(page(outcome), encoding="utf-8")
    if outcome.holds:
        shutil.rmtree(folder, ignore_errors=True)
        return 0
    print(f"\nTo see it again: ./tenon chaos --seed {plan.seed} --minutes {plan.seconds / 60:g}. Logs: {folder}")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
