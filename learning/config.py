"""Settings: the only reader of the environment."""

import sys
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent.parent
DATABASES = {"sqlite", "postgresql", "postgresql+psycopg"}


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
        " stands in certificates and e-mails, and digital badges need it",
    )
    service_name: str = Field(
        default="Learning for local government", description="The name in the header"
    )
    run_by: str | None = Field(
        default=None,
        description="Who runs this installation, such as Newtown Council, Member Services;"
        " stands on the start page",
    )
    contact: str | None = Field(
        default=None,
        pattern=r"^([^@\s<>:]+@[^@\s<>]+|https?://\S+)$",
        description="The e-mail or web address at which people reach them; stands beside it",
    )
    demo: bool = Field(default=False, description="Says on every page that it is a demo")
    demo_password: SecretStr | None = Field(
        default=None, min_length=15, description="The demo accounts' password, used by seed alone"
    )
    database_pool: int = Field(
        default=8, ge=1, le=100, description="Connections a process keeps to PostgreSQL"
    )
    metrics_token: SecretStr | None = Field(
        default=None,
        min_length=32,
        description="What a monitor on another machine brings to /metrics, as a bearer token",
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
    mail: Literal["none", "smtp", "notify", "file"] = Field(
        default="none",
        description="How e-mail leaves: not at all, by mail server, by GOV.UK Notify, or as files",
    )
    mail_from: str | None = Field(
        default=None,
        pattern=r"^[^@\s<>]+@[^@\s<>]+$",
        description="The address that e-mail comes from; what cannot be delivered comes back there",
    )
    mail_from_name: str | None = Field(
        default=None, description="The name beside it; without one, that of the service"
    )
    mail_folder: Path = Field(
        default=ROOT / "instance" / "mail", description="Where the files go, for `file`"
    )
    smtp_host: str | None = Field(default=None, description="The mail server, for `smtp`")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Its port")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="How the line to it is kept private; none only to a server on this machine",
    )
    smtp_user: str | None = Field(default=None, description="Who signs in there, if it asks")
    smtp_password: SecretStr | None = Field(default=None, description="And the password")
    smtp_patience: int = Field(
        default=20, ge=1, le=30, description="Seconds until a silent mail server is given up"
    )
    notify_key: SecretStr | None = Field(
        default=None, min_length=73, description="The API key, for `notify`"
    )
    notify_template: str | None = Field(
        default=None, description="Its template, with the fields ((subject)) and ((body)) alone"
    )
    notify_address: str = Field(
        default="https://api.notifications.service.gov.uk",
        pattern=r"^https?://[^?#\s]+$",
        description="Where GOV.UK Notify answers",
    )

    @field_validator("database_url")
    @classmethod
    def _of_a_database(cls, address: str) -> str:
        """Else it is found out later, in a traceback."""
        try:
            known = make_url(address).drivername in DATABASES
        except (ArgumentError, ValueError):
            known = False
        if not known:
            raise ValueError("not the address of a database that can be used")
        return address

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """A way for e-mail needs all that belongs to it."""
        needed = {
            "none": (),
            "smtp": ("address", "mail_from", "smtp_host"),
            "notify": ("address", "notify_key", "notify_template"),
            "file": ("address", "mail_from"),
        }[self.mail]
        missing = [f"LEARNING_{name.upper()}" for name in needed if not getattr(self, name)]
        if missing:
            raise ValueError(f"LEARNING_MAIL={self.mail} needs {', '.join(missing)}")
        return self


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
        reasons = [_reason(fault["loc"], fault["msg"]) for fault in error.errors()]
        sys.stderr.write("\n".join(("Set these in the environment:", *reasons, "")))
        raise BadSettings(*reasons) from None


def _reason(where: tuple[int | str, ...], message: str) -> str:
    """`LEARNING_…: what is wrong. What it is for.`; never the value, which may be a secret."""
    message = message.removeprefix("Value error, ")
    if not where:  # about several settings together: it names them
        return f"  {message}."
    field = str(where[0])
    return f"  LEARNING_{field.upper()}: {message}. {Settings.model_fields[field].description}"
