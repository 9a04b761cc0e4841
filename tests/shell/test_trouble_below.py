from flask import Flask

from learning import create_app
from tests.databases import settings_for


def test_with_the_database_down_the_500_page_still_has_its_reference() -> None:
    app: Flask = create_app(settings_for("sqlite:////nowhere/at/all.sqlite"))
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "somebody"
    for address in ("/learning", "/nothing"):
        reply = client.get(address)
        assert reply.status_code == 500
        assert "quote the reference" in reply.text
