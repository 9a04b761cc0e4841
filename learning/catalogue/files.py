"""Reads the catalogue's files and collects every problem with its place and remedy."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import tomli
from pydantic import BaseModel, ValidationError

FRONT_MATTER = "+++"
MOST_BYTES = 512_000  # a lesson is 1,100 words; anything near this is a mistake

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong: in which file, at which field, and what to do."""

    file: str
    place: str
    remedy: str

    def __str__(self) -> str:
        return (
            f"{self.file}: {self.place}: {self.remedy}"
            if self.place
            else f"{self.file}: {self.remedy}"
        )


@dataclass
class Reading:
    """A folder being read, and the problems found so far."""

    root: Path
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.inside = self.root.resolve()

    def problem(self, path: Path | str, place: str, remedy: str) -> None:
        """Note a problem; `path` is a file in the folder."""
        name = path.relative_to(self.root).as_posix() if isinstance(path, Path) else path
        self.problems.append(Problem(name, place, remedy))

    def text(self, path: Path) -> str | None:
        """The file's text, or None with the problem noted."""
        if not path.resolve().is_relative_to(self.inside):
            self.problem(path, "", "leaves the courses folder; move the file inside it")
            return None
        try:
            if path.stat().st_size > MOST_BYTES:
                self.problem(
                    path, "", f"is larger than {MOST_BYTES // 1000} kB; split it or trim it"
                )
                return None
            return path.read_bytes().decode("utf-8")
        except FileNotFoundError:
            self.problem(path, "", "is missing; add the file or take its name out")
        except UnicodeDecodeError:
            self.problem(path, "", "is not UTF-8 text; save it again as UTF-8")
        except OSError as error:
            self.problem(path, "", f"cannot be read ({error.strerror}); check its permissions")
        return None

    def toml(self, path: Path, model: type[Model]) -> Model | None:
        """A TOML file as `model`, or None with the problems noted."""
        text = self.text(path)
        return None if text is None else self.parse(path, text, model)

    def parse(self, path: Path, text: str, model: type[Model]) -> Model | None:
        """TOML text as `model`, or None with the problems noted."""
        try:
            return model.model_validate(tomli.loads(text))
        except (tomli.TOMLDecodeError, RecursionError) as error:
            self.problem(path, "", f"is not TOML: {error}; mend it there")
        except ValidationError as error:
            for fault in error.errors(include_url=False, include_input=False):
                self.problem(path, _place(fault["loc"]), _remedy(fault["type"], fault["msg"]))
        return None

    def front_matter(self, path: Path, model: type[Model]) -> tuple[Model, str] | None:
        """A lesson's TOML head as `model`, and its Markdown body."""
        text = self.text(path)
        if text is None:
            return None
        opening, _, rest = text.partition("\n")
        head, closing, body = rest.partition(f"\n{FRONT_MATTER}\n")
        if opening.strip() != FRONT_MATTER or not closing:
            self.problem(path, "", "does not begin with TOML between two +++ lines; add them")
            return None
        front = self.parse(path, head, model)
        return None if front is None else (front, body.strip())


def _place(location: tuple[int | str, ...]) -> str:
    """`question[3].option[1].text`, counted from 1 as people count."""
    words = ""
    for part in location:
        if isinstance(part, int):
            words += f"[{part + 1}]"
        else:
            words += f".{part}" if words else part
    return words


def _remedy(kind: str, message: str) -> str:
    known = {
        "missing": "is missing; add it",
        "extra_forbidden": "is not a field here; check the spelling or take it out",
    }
    return known.get(kind, message[0].lower() + message[1:])
