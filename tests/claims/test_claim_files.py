import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from learning.claims.rules.files import LARGEST, clean_name, proof
from learning.errors import Refusal, TooLarge
from tests.claims.made import JPEG, PDF, PNG


@pytest.mark.parametrize(
    ("content", "media_type", "ending"),
    [(PDF, "application/pdf", "pdf"), (PNG, "image/png", "png"), (JPEG, "image/jpeg", "jpg")],
    ids=["pdf", "png", "jpeg"],
)
def test_what_a_file_is_shows_in_its_content_whatever_its_name_says(
    content: bytes, media_type: str, ending: str
) -> None:
    for name in ("proof.pdf", "proof.PNG", "proof", "proof.exe", "proof.pdf.html"):
        kept = proof(name, content)
        assert kept.media_type == media_type
        assert kept.name.endswith(f".{ending}")
        assert kept.content == content


WRONG = {
    "a page": b"<!DOCTYPE html><script>alert(1)</script>",
    "a program": b"MZ\x90\x00" + b"\x00" * 60,
    "a picture that holds scripts": b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "a GIF": b"GIF89a" + b"\x00" * 20,
    "a page in front of a PDF": b"<script>alert(1)</script>\n" + PDF,
    "a line in front of a PDF": b"\n" + PDF,
    "half a signature": b"%PDF",
    "spaces": b"   ",
    "text": "Zoë hat bestanden".encode(),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_file_of_any_other_kind_is_refused_though_it_is_called_pdf(kind: str) -> None:
    with pytest.raises(Refusal, match="Choose a PDF, PNG or JPEG file"):
        proof("certificate.pdf", WRONG[kind])


def test_who_sends_what_can_be_saved_as_something_else_is_told_how() -> None:
    for content, words in (
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 9, "Save or share it as JPEG"),
        (b"PK\x03\x04" + b"\x00" * 9, "Save it as PDF"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 9, "Save it as PDF"),
        (b"", "The file is empty"),
    ):
        with pytest.raises(Refusal, match=words):
            proof("certificate.pdf", content)


def test_five_megabytes_are_kept_and_a_byte_more_is_not() -> None:
    assert len(proof("a.pdf", PDF.ljust(LARGEST)).content) == LARGEST
    with pytest.raises(TooLarge, match=r"5\.0 MB. It can have 5 MB at most"):
        proof("a.pdf", PDF.ljust(LARGEST + 1))


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("Zertifikat für Zoë.PDF", "Zertifikat für Zoë.pdf"),
        ("证书.pdf", "证书.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Ada\\my proof.pdf", "my proof.pdf"),
        ("proof.pdf\r\nSet-Cookie: a=b", "proof.pdf"),
        ("gpj.exe\u202e.pdf", "gpj.exe.pdf"),
        ('a"b;c<d>.pdf', "abcd.pdf"),
        ("...", "proof.pdf"),
        ("", "proof.pdf"),
        (".pdf", "pdf.pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
    ],
)
def test_a_name_is_safe_to_save_under(name: str, cleaned: str) -> None:
    assert clean_name(name, "pdf") == cleaned


@given(some.text())
@example("a\u0301" * 200)
def test_no_name_can_do_harm(name: str) -> None:
    cleaned = clean_name(name, "pdf")
    assert cleaned.endswith(".pdf")
    assert 4 < len(cleaned) <= 84
    assert not set(cleaned) & set('/\\<>:"|?*%;')
    assert all(unicodedata.category(letter)[0] != "C" for letter in cleaned)
    assert clean_name(cleaned, "pdf") == cleaned
