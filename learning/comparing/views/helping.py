"""What a council says it did about a skill, beside its name where others may learn from it."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.catalogue.serving import served
from learning.clock import now
from learning.comparing import actions, queries
from learning.comparing.forms import WhatHelpedForm
from learning.comparing.views.blueprint import blueprint
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import Conflict, NotFound
from learning.people.access import eyes_on_all, visitor
from learning.shell.fields import choice


@blueprint.route("/organisations/<organisation>/sharing/what-helped", methods=["GET", "POST"])
@for_learning_leads
def what_helped(organisation: str) -> Response | str | tuple[str, int]:
    """One line for each skill; the skill in the address, else the first."""
    council = eyes_on_all(organisation)[0]
    session, names = current_session(), served().names["skill"]
    said = {
        skill: words for (_, skill), words in queries.what_helped(session, [council.id]).items()
    }
    form = WhatHelpedForm()
    form.skill.choices = [choice("", "Choose"), *(choice(*one) for one in _by_name(names))]
    status = 200
    if request.method == "GET":
        asked = request.args.get("skill", "")
        if asked and asked not in names:
            raise NotFound
        form.skill.data = asked
        form.words.data = form.seen.data = said.get(asked, "")
    elif form.validate():
        try:
            with transaction() as writing:
                actions.say_what_helped(
                    writing,
                    organisation_id=council.id,
                    skill=form.skill.data,
                    words=form.words.data or "",
                    seen=form.seen.data or "",
                    by=visitor().person_id,
                    at=now(),
                )
        except Conflict as conflict:
            form.words.errors = [conflict.message]
            form.seen.data, status = said.get(form.skill.data, ""), 409
        else:
            flash("Kept.", "success")
            return redirect(url_for(".what_helped", organisation=organisation), code=303)
    else:
        status = 422
    page = render_template(
        "comparing/what_helped.html", organisation=council, form=form, said=said, names=names
    )
    return page, status


def _by_name(names: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(names.items(), key=lambda one: one[1])
