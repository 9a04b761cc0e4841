"""How the demo's web server differs from a real one: it ends when its terminal is closed."""  # noqa: INP001  # read by gunicorn, imported by nobody

import os
import signal


def on_reload(_server: object) -> None:
    """A closed terminal says SIGHUP, which would have the server start its processes anew."""
    os.kill(os.getpid(), signal.SIGTERM)
