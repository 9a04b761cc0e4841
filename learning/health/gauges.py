"""How the service stands, in the words of Prometheus: the same from whichever process is asked."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.orm import Session

from learning.notices.queries.outgoing import outgoing
from learning.timed.queries import runs


class _Found(Collector):
    """What was found out beforehand."""

    def __init__(self, families: Iterable[GaugeMetricFamily]) -> None:
        self._families = families

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """As it was found."""
        return self._families


def gauges(session: Session, checks: Mapping[str, str], *, at: datetime) -> bytes:
    """What readiness found; where the tables are right, timed work and e-mail too."""
    families = [_checks(checks)]
    if checks["migrations"] == "ok":
        families += [*_jobs(session), *_mail(session, at)]
    registry = CollectorRegistry()
    registry.register(_Found(families))
    return generate_latest(registry)


def _checks(checks: Mapping[str, str]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(
        "learning_check_ok", "1 where it is as it ought to be", None, ["check"]
    )
    for name, result in checks.items():
        family.add_metric([name], result == "ok")
    return family


def _jobs(session: Session) -> list[GaugeMetricFamily]:
    failures = GaugeMetricFamily(
        "learning_job_failures", "Runs of timed work that failed since one did not", None, ["job"]
    )
    finished = GaugeMetricFamily(
        "learning_job_finished_timestamp_seconds", "When it last ended, well or not", None, ["job"]
    )
    for name, row in runs(session).items():
        failures.add_metric([name], row.failures)
        if row.finished_at is not None:
            finished.add_metric([name], row.finished_at.timestamp())
    return [failures, finished]


def _mail(session: Session, at: datetime) -> list[GaugeMetricFamily]:
    mail = outgoing(session, at=at)
    mails = GaugeMetricFamily("learning_mails", "E-mails that have not gone", None, ["state"])
    for state in ("due", "later", "failed"):
        mails.add_metric([state], getattr(mail, state))
    waited = (at - mail.due_since).total_seconds() if mail.due_since else 0
    return [
        mails,
        GaugeMetricFamily(
            "learning_mail_overdue_seconds", "How long the first has been due", waited
        ),
    ]
