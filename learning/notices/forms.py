"""How somebody wants to be written to."""

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import InputRequired

from learning.notices.rules.kinds import OPTIONAL
from learning.notices.rules.words import LANGUAGES
from learning.shell.fields import choice


class OwnPostForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """The language, and the kinds that can be done without: ticked ones are wanted."""

    language = RadioField(
        "Language of e-mails",
        choices=[choice(code, name) for code, name in LANGUAGES.items()],
        validators=[InputRequired("Choose a language")],
    )
    kinds = SelectMultipleField(
        "Also write to me when",
        description="Untick what you can do without. It still stands in “What we told you”",
        choices=[choice(kind.name, kind.words) for kind in OPTIONAL],
    )

    @property
    def declined(self) -> set[str]:
        """What was not ticked."""
        return {kind.name for kind in OPTIONAL} - set(self.kinds.data or ())
