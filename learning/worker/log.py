"""What the worker's log says while the database is away."""

import logging

from learning.connections import in_a_line, is_away

EVERY = 60.0  # seconds


class OnceAMinute(logging.Filter):
    """Each thread of huey tries again every second or two, and tells of it with a traceback."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """One line a minute of each kind; whatever else went wrong is told whole."""
        fault = record.exc_info[1] if record.exc_info else None
        if fault is None or not record.name.startswith("huey") or not is_away(fault):
            return True
        if abs(record.created - self._told.get(record.msg, 0)) < EVERY:
            return False
        self._told[record.msg] = record.created
        record.msg, record.args = f"{record.getMessage()}: %s", (in_a_line(fault),)
        record.exc_info = None
        return True


def to_standard_error() -> None:
    """Where systemd and people look."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(OnceAMinute())
