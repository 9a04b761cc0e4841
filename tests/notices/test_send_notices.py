from pathlib import Path

import pytest
from flask import Flask

from learning.clock import now
from learning.database import current_session, transaction
from tests.notices.posting import every_mail, mailing, posted


@pytest.fixture
def run(app: Flask, tmp_path: Path):
    """The command, in an installation whose e-mail leaves as files."""
    before = app.extensions["settings"]
    app.extensions["settings"] = mailing(mail="file", mail_folder=tmp_path)

    def invoke(*words: str) -> str:
        done = app.test_cli_runner().invoke(args=["send-notices", *words])
        assert done.exit_code == 0, done.output
        return done.output

    yield invoke
    app.extensions["settings"] = before


def test_what_is_due_is_sent_and_counted(app: Flask, run, tmp_path: Path) -> None:
    with app.app_context(), transaction() as session:
        posted(session, at=now())
    assert run("--dry-run") == "0 to be put together, 1 to be sent. Nothing has been changed.\n"
    with app.app_context():
        assert every_mail(current_session())[0].tries == 0
    assert run() == "0 put together, 1 sent, 0 put off, 0 failed\n"
    assert run().startswith("0 put together, 0 sent")
    assert len(list(tmp_path.iterdir())) == 1


def test_until_empty_goes_on_until_nothing_is_due(app: Flask, run, tmp_path: Path) -> None:
    with app.app_context(), transaction() as session:
        for number in range(3):
            posted(session, f"p{number}@people.example", at=now())
    assert run("--until-empty").splitlines() == [
        "0 put together, 3 sent, 0 put off, 0 failed",
        "0 put together, 0 sent, 0 put off, 0 failed",
    ]
    assert len(list(tmp_path.iterdir())) == 3


def test_where_no_e_mail_leaves_it_says_so(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        posted(session, at=now())
    said = app.test_cli_runner().invoke(args=["send-notices"]).output
    assert said.startswith("No e-mail leaves: LEARNING_MAIL is none.")
    with app.app_context():
        assert every_mail(current_session())[0].tries == 0
