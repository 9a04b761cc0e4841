"""Settings: the only reader of the environment."""

import sys
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Everything that differs between installations; each is `LEARNING_…` in the environment."""

    model_config = SettingsConfigDict(env_prefix="LEARNING_", frozen=True, extra="ignore")

    database_url: str = Field(
        default=f"sqlite:///{ROOT / 'instance' / 'learning.sqlite'}",
        description="Where the records are: SQLite, or postgresql+psycopg://…",
    )
    secret_key: SecretStr = Field(
        description="At least 32 random characters; signs cookies and forms. Required.",
        min_length=32,
    )
    courses: Path = Field(
        default=ROOT / "courses", description="The folder of the catalogue's files"
    )
    secure_cookies: bool = Field(
        default=True, description="Cookies and pages only over https; false for a local demo"
    )
    proxies: int = Field(
        default=0, ge=0, le=5, description="Trusted proxies in front, for the visitor's address"
    )
    address: str | None = Field(
        default=None,
        pattern=r"^https?://[^/?#\s]+$",
        description="Where people reach the service, such as https://learning.council.example;"
        " stands in certificates, and digital badges need it",
    )
    service_name: str = Field(
        default="Learning for local government", description="The name in the header"
    )
    demo: bool = Field(default=False, description="Says on every page that it is a demo")
    demo_password: SecretStr | None = Field(
        default=None, min_length=15, description="The demo accounts' password, used by seed alone"
    )
    database_pool: int = Field(
        default=8, ge=1, le=100, description="Connections a process keeps to PostgreSQL"
    )
    queue: str | None = Field(
        default=None,
        description="Where web processes ask the worker for work: a file, or postgresql://…;"
        " unless set, beside the records",
    )
    choices_kept_months: int = Field(
        default=12,
        ge=1,
        le=120,
        description="Months after a check until its choices are deleted; the result stays",
    )


class BadSettings(SystemExit):
    """The environment does not say what is needed: nothing can start.

    Whoever starts the service sees the reasons and no traceback. Gunicorn takes the exit
    code 3 to mean that starting again would not help.
    """

    def __init__(self, *reasons: str) -> None:
        super().__init__(3)
        self.reasons = reasons


def from_environment() -> Settings:
    """The settings; says a line for each thing to mend and raises BadSettings."""
    try:
        return Settings()  # type: ignore[call-arg]  # pydantic reads the environment
    except ValidationError as error:
        reasons = [_reason(str(fault["loc"][0]), fault["msg"]) for fault in error.errors()]
        sys.stderr.write("\n".join(("Set these in the environment:", *reasons, "")))
        raise BadSettings(*reasons) from None


def _reason(field: str, message: str) -> str:
    """`LEARNING_…: what is wrong. What it is for.`; never the value, which may be a secret."""
    return f"  LEARNING_{field.upper()}: {message}. {Settings.model_fields[field].description}"
