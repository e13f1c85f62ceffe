"""The work of a mail: made by the rights that its recipient has now, and handed to the mail server once."""

import threading
from functools import partial
from typing import Any

import structlog

from gateway.access.queries import actor_of
from gateway.http.titles import ENGLISH
from gateway.report_runs import commands, queries, rules
from gateway.report_runs.commands import Job
from gateway.report_runs.entrypoints.pages import LANGUAGES, framed, said
from gateway.report_runs.entrypoints.rendering import Rendered, render
from gateway.report_schedules import queries as schedules
from shared.bus.extensions import ServiceBus
from shared.clock import now
from shared.errors import Kind, Refusal
from shared.ids import new_id
from shared.mail import Letter, MailIsDeferred, MailIsRefused, MailIsUncertain, compose, deliver
from shared.persistence.database import Database
from shared.settings import Settings

MOST_AT_ONCE = 8
ASK_SECONDS = 20.0
NOT_FOR_THEM = frozenset({Kind.FORBIDDEN, Kind.NOT_FOUND})
FOR_NOW = frozenset({Kind.UNAVAILABLE, Kind.THROTTLED})

_slots = threading.BoundedSemaphore(MOST_AT_ONCE)
_log = structlog.get_logger(__name__)


def look(database: Database, bus: ServiceBus, settings: Settings) -> None:
    """Enter the mails of schedules whose time has come, and begin with those that may be sent now."""
    moment = now()
    with database.read() as session:
        passed, waiting = schedules.due(session, moment), queries.due(session, moment)
    for schedule_id in passed:
        with database.write() as session:
            commands.enter_due(session, schedule_id, settings.smtp_sender)
    if passed:
        with database.read() as session:
            waiting = queries.due(session, now())
    for run_id in waiting:
        if not _slots.acquire(blocking=False):
            return
        sender = Sender(database, bus, settings, run_id)
        threading.Thread(target=sender.run, name=f"report-{run_id}", daemon=True).start()


class TakenOver(Exception):
    """Another process has the mail by now."""


class Sender:
    """One try of one mail."""

    def __init__(self, database: Database, bus: ServiceBus, settings: Settings, run_id: str) -> None:
        self._database = database
        self._bus = bus
        self._settings = settings
        self._run_id = run_id
        self._holder = new_id()

    def run(self) -> None:
        try:
            with self._database.write() as session:
                job = commands.claim(session, self._run_id, self._holder)
            if job is not None:
                self._try(job)
        except Exception:
            _log.exception("report not sent", report_run_id=self._run_id)
        finally:
            _slots.release()

    def _try(self, job: Job) -> None:
        try:
            self._send(job)
        except Refusal as refusal:
            self._note_refusal(refusal)
        except MailIsRefused as fault:
            self._note(commands.fail, "mail_refused", str(fault))
        except MailIsDeferred as fault:
            self._postpone(rules.AWAY, str(fault))
        except MailIsUncertain as fault:
            with self._database.write() as session:
                commands.doubt(session, self._run_id, self._holder, str(fault))
        except TakenOver:
            _log.info("report sent by another process", report_run_id=self._run_id)
        except Exception:
            _log.exception("report not sent", report_run_id=self._run_id)
            self._postpone("failed", "The service failed; its log says why.")

    def _send(self, job: Job) -> None:
        language = job.language if job.language in LANGUAGES else ENGLISH
        rendered = render(partial(self._ask, job.recipient_id), job.source, language)
        letter = _letter(job, rendered, language)
        message = compose(letter, self._settings.smtp_sender, now())
        if len(bytes(message)) > rules.MOST_BYTES:
            return self._note(commands.fail, rules.TOO_LARGE, "The report is larger than mail may be; narrow it.")
        with self._database.write() as session:
            is_ours = commands.hand_over(session, self._run_id, self._holder)
        if is_ours:
            deliver(self._settings, message, job.address, before_the_end=self._give)
            self._note_sent()
        return None

    def _give(self) -> None:
        """From here on nobody sends it a second time, whatever becomes of this process."""
        with self._database.write() as session:
            if not commands.give(session, self._run_id, self._holder):
                raise TakenOver

    def _note_sent(self) -> None:
        """Where the database is away just now, the mail is found given and not heard of: that is no reason to send it
        again.
        """
        try:
            with self._database.write() as session:
                commands.note_sent(session, self._run_id, self._holder)
        except Exception:
            _log.exception("report sent and not noted", report_run_id=self._run_id)

    def _ask(self, recipient_id: str, right: str, rpc: str, **arguments: Any) -> Any:
        """One call as the recipient, by this right as they hold it now; the hold of the mail is renewed before."""
        with self._database.write() as session:
            commands.renew(session, self._run_id, self._holder)
            actor = actor_of(session, recipient_id, right)
        return self._bus.on_behalf_of(actor, ASK_SECONDS).call("reporting", rpc, **arguments).result

    def _note_refusal(self, refusal: Refusal) -> None:
        """What the recipient may not see stays away, what is only away is tried again, all else is the plan's fault."""
        if refusal.kind in FOR_NOW:
            self._postpone(refusal.code, refusal.detail)
        elif refusal.kind in NOT_FOR_THEM:
            self._note(commands.withhold, refusal.code, refusal.detail)
        else:
            self._note(commands.fail, refusal.code, refusal.detail)

    def _postpone(self, error: str, detail: str) -> None:
        delays = self._settings.smtp_delays
        with self._database.write() as session:
            commands.postpone(session, self._run_id, self._holder, error, detail, delays)

    def _note(self, outcome: Any, error: str, detail: str) -> None:
        with self._database.write() as session:
            outcome(session, self._run_id, self._holder, error, detail)


def _letter(job: Job, rendered: Rendered, language: str) -> Letter:
    attached = rendered.attachment
    where = said("attached", language, name=attached.name) if attached else said("inside", language)
    why = said("why", language, owner=job.owner_name)
    html = framed(job.source.title, [where, why] if attached else [why], rendered.html, language)
    text = f"{job.source.title}\n\n{where}\n\n{why}\n"
    return Letter(job.message_id, job.name, job.address, job.source.title, text, html, attached)
