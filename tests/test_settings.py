import os
import re
import subprocess
import sys

import pytest

from learning.config import ROOT, BadSettings, Settings, from_environment

LINE = re.compile(r"^\| `?(LEARNING_[A-Z_]+)`? +\| (.*?) +\| (.*?) +\|$", re.MULTILINE)


def in_readme() -> dict[str, tuple[str, str]]:
    """Name → (default, meaning), as the README's table says."""
    text = (ROOT / "README.md").read_text("utf-8")
    return {name: (default.strip("` "), meaning) for name, default, meaning in LINE.findall(text)}


def in_code() -> dict[str, tuple[str, str]]:
    found = {}
    for name, field in Settings.model_fields.items():
        default = field.get_default()
        if field.is_required():
            words = "required"
        elif default is None:
            words = "none"
        elif isinstance(default, bool):
            words = str(default).lower()
        else:
            words = str(default).replace(str(ROOT) + "/", "")
        found[f"LEARNING_{name.upper()}"] = (words, field.description or "")
    return found


def test_the_readme_says_every_setting_with_its_default_and_meaning() -> None:
    lines = [f"| `{name}` | {default} | {said} |" for name, (default, said) in in_code().items()]
    assert in_readme() == in_code(), "the README's table should be:\n" + "\n".join(lines)


def test_every_setting_says_what_it_is_for() -> None:
    assert all(field.description for field in Settings.model_fields.values())


def surroundings(**settings: str) -> dict[str, str]:
    """The environment of a fresh process with these settings alone."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("LEARNING_")}
    return kept | {f"LEARNING_{name}": text for name, text in settings.items()}


@pytest.mark.parametrize(
    "command",
    [
        ["-m", "flask", "--app", "wsgi", "check-courses"],
        ["-m", "flask", "--app", "wsgi", "db", "upgrade"],
        ["-m", "gunicorn", "--no-control-socket", "--bind", "127.0.0.1:0", "wsgi:app"],
        ["-c", "import wsgi"],
    ],
    ids=["flask command", "migrations", "gunicorn", "import"],
)
def test_without_a_secret_key_nothing_starts_and_the_reason_is_plain(command: list[str]) -> None:
    done = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, *command],
        cwd=ROOT,
        env=surroundings(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 3
    assert "LEARNING_SECRET_KEY: Field required" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_every_reason_is_told_and_no_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LEARNING_SECRET_KEY", "tooshort-but-secret")
    monkeypatch.setenv("LEARNING_PROXIES", "many")
    monkeypatch.setenv("LEARNING_DEMO_PASSWORD", "letmein")
    with pytest.raises(BadSettings) as raised:
        from_environment()
    said = capsys.readouterr().err
    assert raised.value.code == 3
    for name in ("LEARNING_SECRET_KEY", "LEARNING_PROXIES", "LEARNING_DEMO_PASSWORD"):
        assert said.count(f"{name}: ") == 1
    assert "tooshort" not in said
    assert "letmein" not in said


@pytest.mark.parametrize(
    "address",
    ["", "whoknows", "mysql://a:whoknows@b/c", "postgresql+psycopg://a:whoknows@b:5432x/c"],
)
def test_an_address_of_no_database_is_told_before_anything_starts(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LEARNING_SECRET_KEY", "only-for-tests-only-for-tests-only-for-tests")
    monkeypatch.setenv("LEARNING_DATABASE_URL", address)
    with pytest.raises(BadSettings):
        from_environment()
    said = capsys.readouterr().err
    assert "LEARNING_DATABASE_URL: not the address of a database" in said
    assert "whoknows" not in said


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    settings = Settings(secret_key="s" * 40, demo_password="p" * 20)
    assert "s" * 40 not in repr(settings)
    assert "p" * 20 not in repr(settings)
