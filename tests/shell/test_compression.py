import brotli
from flask import Flask


def test_a_page_is_compressed_for_a_browser_that_can_read_it(app: Flask) -> None:
    client = app.test_client()
    plain = client.get("/")
    packed = client.get("/", headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in packed.headers["Vary"]
    text = brotli.decompress(packed.data).decode()
    assert text.startswith("<!DOCTYPE html>")
    assert "Sign in" in text
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2


def test_the_size_of_a_compressed_page_does_not_tell_its_content(app: Flask) -> None:
    client = app.test_client()
    sizes = {len(client.get("/", headers={"Accept-Encoding": "br"}).data) for _ in range(20)}
    assert len(sizes) > 3


def test_small_and_already_compressed_replies_are_left_alone(app: Flask) -> None:
    client = app.test_client()
    live = client.get("/health/live", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in live.headers
