"""Kept files name somebody however they write a name."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from learning.clock import day_of, now
from learning.housekeeping.erasing import erase
from learning.housekeeping.rules.naming import called
from learning.housekeeping.whose import Whom
from learning.imports.models import ImportLine, PeopleImport
from learning.imports.rules.packing import packed
from learning.spreadsheets.table import Row, Table
from tests.builders import a_member, a_person, an_organisation

HEADER = ("Payroll", "First name", "Surname", "E-mail", "Notes")
ZOE = called({"Zoë Ann O’Brien", "zoe.obrien@people.example", "E-77"})


def a_file(*rows: tuple[str, ...]) -> str:
    return packed(Table(HEADER, tuple(Row(n, cells) for n, cells in enumerate(rows, start=2))))


@pytest.mark.parametrize(
    "row",
    [
        ("1", "Zoë", "O’Brien", "", ""),
        ("1", "ZOE ANN", "O'BRIEN", "", ""),
        ("1", "", "", "", "O’Brien, Zoë"),
        ("1", "", "", "", "Cllr Zoë Mary O’Brien (on leave)"),
        ("1", "O’Brien", "Zoë", "", ""),
        ("E-77", "", "", "", ""),
        (" e-77 ", "", "", "", ""),
        ("1", "", "", "Zoe.OBrien@People.example", ""),
        ("1", "", "", "Zoe <zoe.obrien@people.example>;", ""),
    ],
)
def test_a_row_names_somebody_in_one_cell_or_in_several(row: tuple[str, ...]) -> None:
    assert ZOE.is_named_in(a_file(("2", "Ada", "Merriweather", "", ""), row))


@pytest.mark.parametrize(
    "rows",
    [
        [("1", "Zoë", "Merriweather", "", ""), ("2", "Ada", "O’Brien", "", "")],  # apart
        [("E-771", "Zoëlle", "O’Briens", "not.zoe.obrien@people.example", "see E-77b")],
        [("", "", "", "", "")],
        [],
    ],
)
def test_words_of_a_name_in_several_rows_and_longer_words_name_nobody(
    rows: list[tuple[str, ...]],
) -> None:
    assert not ZOE.is_named_in(a_file(*rows))


def test_a_name_of_one_word_is_found_where_it_stands_alone() -> None:
    rose = called({"Rose"})
    assert rose.is_named_in(a_file(("1", "rose", "", "", "")))
    assert not rose.is_named_in(a_file(("1", "Ada", "Hill", "", "Rose Garden ward")))
    assert not called({"Dr Rose"}).is_named_in(a_file(("1", "Dr", "Hill", "", "a rose")))


def test_what_is_no_file_is_one_row() -> None:
    said = {"who": "Ada", "changes": [["first name", "Ada", "Zoë"], ["surname", "", "O’Brien"]]}
    assert ZOE.is_named_in(json.dumps(said))
    assert ZOE.is_named_in("What Zoë O’Brien wrote")
    assert not ZOE.is_named_in("What Zoë wrote")


WORD = st.text("abcdéŵ’", min_size=2, max_size=6).filter(lambda word: word.strip("’") == word)


@given(
    st.lists(WORD, min_size=2, max_size=4),
    st.lists(WORD, max_size=3),
    st.data(),
)
def test_a_name_is_found_however_it_is_split_among_other_words(
    name: list[str], others: list[str], data: st.DataObject
) -> None:
    words = data.draw(st.permutations([*name, *others]))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(words) - 1))))
    ends = zip([0, *cuts], [*cuts, len(words)], strict=True)
    cells = tuple(" ".join(words[start:end]) for start, end in ends)
    assert called({" ".join(name)}).is_named_in(a_file(cells))


def test_an_erasure_empties_a_kept_file_with_the_name_in_two_cells_and_no_other(
    session: Session, catalogue
) -> None:
    council = an_organisation(session)
    zoe, lead = a_person(session, "Zoë O’Brien"), a_person(session, "Lowri Bevan")
    a_member(session, catalogue, council, zoe, "councillor")
    kept = [
        PeopleImport(
            organisation_id=council.id,
            name=f"people-{surname}.csv",
            rows=a_file(("1", "Zoë", surname, "", "")),
            row_count=1,
            day=day_of(now()),
            is_full=False,
            status="cancelled",
            uploaded_at=now(),
            uploaded_by=lead,
            form_key=surname,
        )
        for surname in ("O'Brien", "Merriweather")
    ]
    session.add_all(kept)
    session.flush()
    for place, said in enumerate(('{"who": "Zoë", "notes": ["O’Brien"]}', '{"who": "Zoë"}')):
        session.add(
            ImportLine(
                import_id=kept[1].id,
                place=place,
                outcome="new",
                row=2,
                code=None,
                proposed=False,
                chosen=False,
                shown=said,
            )
        )
    session.flush()
    erase(session, Whom((zoe,)), at=now())
    session.expire_all()
    assert [one.rows is None for one in kept] == [True, False]
    assert [one.name for one in kept] == ["a file", "people-Merriweather.csv"]
    assert [line.place for line in session.query(ImportLine)] == [1]
