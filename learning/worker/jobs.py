"""The table of timed work: one line for each job."""

from datetime import datetime, time, timedelta

from flask import current_app

from learning.assessments.retention import delete_old_choices
from learning.assignments.reminding import remind
from learning.assignments.working import sweep
from learning.catalogue.serving import served
from learning.clock import now
from learning.comparing.keeping import keep_comparable
from learning.config import Settings
from learning.coverage.keeping import DECISIONS, FIGURES, decide_figures, keep_figures
from learning.coverage.keeping_together import TOGETHER, keep_together
from learning.coverage.ladders import keep_ladders
from learning.database import transaction
from learning.evidence.expiring import tell_expiring
from learning.housekeeping.retention import apply_periods
from learning.imports.inviting import invite_all
from learning.imports.working import IMPORTS, work
from learning.notices import delivery
from learning.outcomes.asking import ask_all
from learning.oversight.escalating import escalate
from learning.publishing.working import RESTATEMENTS, decide_what_waits
from learning.reorganisation.keeping import keep_future_figures
from learning.timed.rules import Daily, Every
from learning.worker.running import Job, is_to_go_on

AT_A_TIME = 4  # month ends of partnerships of which it is decided in one run what they hide
A_WHILE = timedelta(minutes=5)  # for deciding what month ends hide, out of every ten


def _old_choices(at: datetime) -> str:
    settings: Settings = current_app.extensions["settings"]
    with transaction() as session:
        deleted = delete_old_choices(session, months=settings.choices_kept_months, at=at)
    return f"{deleted.answers} answers deleted, of {deleted.attempts} attempts"


def _figures(at: datetime) -> str:
    month_ends, organisations = keep_figures(served(), at=at, decided=1, goes_on=is_to_go_on())
    comparable = keep_comparable(served(), at=at)
    return (
        f"{month_ends} month ends and today's figures of {organisations} organisations kept, "
        f"{comparable} month ends comparable"
    )


def _decisions(at: datetime) -> str:
    goes_on = is_to_go_on()
    done = decide_figures(served(), goes_on=lambda: goes_on() and now() < at + A_WHILE)
    return f"what {done} month ends hide decided"


def _figures_together(at: datetime) -> str:
    kept, decided = keep_together(served(), at=at, decided=AT_A_TIME, goes_on=is_to_go_on())
    return f"{kept} month ends of partnerships kept, what {decided} hide decided"


def _periods(at: datetime) -> str:
    gone = apply_periods(at=at)
    return ", ".join(f"{count} {kind}" for kind, count in sorted(gone.items())) or "nothing was due"


def _mail(at: datetime) -> str:
    settings: Settings = current_app.extensions["settings"]
    done = delivery.deliver(settings, at=at)
    return f"{done.sent} e-mails sent, {done.put_off} put off, {done.failed} failed"


def _bounces(at: datetime) -> str:
    settings: Settings = current_app.extensions["settings"]
    return f"{delivery.look_for_bounces(settings, at=at)} e-mails came back"


def _expiring(at: datetime) -> str:
    return f"{tell_expiring(served().names['skill'], at=at)} told of what runs out"


def _rules(_at: datetime) -> str:
    changed = sum(sweep(catalogue=served()))
    return f"{changed} changes of who is asked what"


def _reminders(at: datetime) -> str:
    with transaction() as session:
        told = remind(session, at=at, catalogue=served())
    return f"{told} reminded"


def _imports(_at: datetime) -> str:
    return f"{work(served())} files of people read or applied"


def _invitations(_at: datetime) -> str:
    return f"{invite_all()} invited who had been left waiting"


def _escalation(at: datetime) -> str:
    with transaction() as session:
        told = escalate(session, catalogue=served(), at=at)
    return f"{told} told of what is overdue"


def _questions(at: datetime) -> str:
    return f"{ask_all(at=at)} asked what they do differently"


def _ladders(at: datetime) -> str:
    return f"{keep_ladders(served(), at=at)} outcome ladders kept"


def _future(at: datetime) -> str:
    return f"{keep_future_figures(served(), at=at)} figures of councils to come kept"


def _restatements(at: datetime) -> str:
    done = decide_what_waits(served(), at=at, goes_on=is_to_go_on())
    return f"{done} times decided what a statement may say anew"


JOBS = (
    Job(IMPORTS, Every(1), _imports),
    Job(RESTATEMENTS, Every(1), _restatements),
    Job("invite", Every(1), _invitations),
    Job("send-notices", Every(1), _mail),
    Job("look-for-bounces", Every(15), _bounces),
    Job("follow-rules", Daily(time(0, 5)), _rules),
    Job("remind", Daily(time(5, 30)), _reminders),
    Job("tell-expiring", Daily(time(6, 0)), _expiring),
    Job("delete-old-choices", Daily(time(0, 15)), _old_choices),
    Job("apply-retention", Daily(time(1, 0)), _periods),
    Job("escalate", Daily(time(6, 0)), _escalation),
    Job(TOGETHER, Every(10), _figures_together),
    Job(DECISIONS, Every(10), _decisions),
    Job(FIGURES, Daily(time(2, 30)), _figures),
    Job("keep-ladders", Daily(time(4, 30)), _ladders),
    Job("ask-what-is-used", Daily(time(5, 0)), _questions),
    Job("keep-future-figures", Daily(time(3, 30)), _future),
)
