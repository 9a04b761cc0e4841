"""Certificates on paper: valid for machines, readable for people, and with nothing unagreed."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import page
import pytest
from pypdf import PdfReader

from learning.certificates.paper import NOT_IN_OUR_LETTERS, UNNAMED, pdf
from learning.certificates.rules import Gift, Sheet, Standing

LIGHTS = Gift("lights", "Reading lights", 2, "working", "Knowing what a light means.", None)
ADDRESS = "https://learning.example/certificates/0123456789abcdef"
SHEET = Sheet(
    code="0123456789abcdef",
    title="Harbour lights",
    gifts=(LIGHTS, replace(LIGHTS, name="Tying knots", expires_on=date(2027, 3, 1))),
    minutes=45,
    shown_on=date(2026, 1, 5),
    expires_on=date(2027, 1, 5),
    organisation_name="Fernleigh Council",
    name="Ada Merriweather",
    standing=Standing.VALID,
    withdrawn_on=None,
    as_at=date(2026, 11, 29),
)
MARKUP = '#sys.inputs *x* <b>_y_</b> $z$ \\ "q" @a `c` // d'


def made(sheet: Sheet, *, is_public: bool = True) -> PdfReader:
    return PdfReader(io.BytesIO(file(sheet, is_public=is_public)))


def file(sheet: Sheet, *, is_public: bool = True) -> bytes:
    return pdf(sheet, address=ADDRESS, service="Learning", is_public=is_public)


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET,
        replace(SHEET, name=None, expires_on=None, minutes=0, organisation_name=""),
        replace(SHEET, standing=Standing.WITHDRAWN, withdrawn_on=date(2026, 9, 1)),
        replace(SHEET, title=MARKUP, name=MARKUP),
        replace(SHEET, name="عائشة Ŵ Ада अदा"),
    ],
    ids=["named", "little", "withdrawn", "markup", "scripts"],
)
def test_an_independent_judge_finds_it_fit_for_screen_readers_and_archives(
    tmp_path: Path, sheet: Sheet
) -> None:
    path = tmp_path / "certificate.pdf"
    path.write_bytes(file(sheet))
    for profile in ("ua1", "3a"):
        report = page.validate_pdf(str(path), profile=profile)
        assert report.is_compliant, report


def test_it_says_what_the_page_says_on_one_side() -> None:
    reader = made(SHEET)
    assert len(reader.pages) == 1
    text = words(reader)
    for said in (
        "Certificate: Harbour lights",
        "Ada Merriweather",
        "Reading lights, level 2 (working)",
        "Counts until 1 March 2027.",
        "Check passed on 5 January 2026.",
        "Counts until 5 January 2027.",
        "About 45 minutes of learning.",
        "Awarded at Fernleigh Council.",
        "Valid on 29 November 2026, when this paper was made.",
        ADDRESS,
    ):
        assert said in text
    assert reader.metadata is not None
    assert reader.metadata.title == "Certificate: Harbour lights"
    assert reader.metadata.author is None
    assert reader.root_object["/Lang"] == "en-GB"
    links = [note.get_object()["/A"]["/URI"] for note in reader.pages[0]["/Annots"]]
    assert set(links) == {ADDRESS}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"standing": Standing.EXPIRED}, "Expired: it counted until 5 January 2027."),
        (
            {"standing": Standing.WITHDRAWN, "withdrawn_on": date(2026, 9, 1)},
            "Withdrawn: it no longer counts from 1 September 2026.",
        ),
    ],
)
def test_what_no_longer_holds_says_so(change: dict[str, object], said: str) -> None:
    text = words(made(replace(SHEET, **change)))  # type: ignore[arg-type]
    assert said in text
    assert "Valid on" not in text


def test_without_a_name_it_says_that_it_was_left_out() -> None:
    assert UNNAMED in words(made(replace(SHEET, name=None)))


def test_letters_that_no_font_has_are_left_to_the_page() -> None:
    text = words(made(replace(SHEET, name="艾达")))
    assert NOT_IN_OUR_LETTERS in text
    assert "Harbour lights" in text


def test_markup_in_values_is_text() -> None:
    assert "#sys.inputs *x* <b>_y_</b> $z$" in words(made(replace(SHEET, name=MARKUP)))


def test_a_paper_that_others_cannot_verify_says_so() -> None:
    assert "opens for the holder alone" in words(made(SHEET, is_public=False))
    assert "opens for the holder alone" not in words(made(SHEET))
