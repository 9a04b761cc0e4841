"""The features that have pages or commands, in the order of the house."""

from learning.accounts.views import blueprint as accounts
from learning.api.views import blueprint as api
from learning.assessments.commands import delete_old_choices
from learning.assessments.views import blueprint as assessments
from learning.assignments.views import blueprint as assignments
from learning.auditing.views import blueprint as auditing
from learning.badges.commands import rotate_badge_key
from learning.badges.views import blueprint as badges
from learning.catalogue.commands import check_courses, new_course, sync_framework
from learning.certificates.views import blueprint as certificates
from learning.claims.commands import import_completions
from learning.claims.views import blueprint as claims
from learning.comparing.commands import recompute_comparison
from learning.comparing.views import blueprint as comparing
from learning.coverage.commands import recompute_coverage
from learning.coverage.views import blueprint as coverage
from learning.demo.commands import seed
from learning.evidence.commands import tell_expiring
from learning.health.views import blueprint as health
from learning.home.views import blueprint as home
from learning.housekeeping.commands import erase_person, export_person
from learning.housekeeping.views import blueprint as housekeeping
from learning.imports.commands import import_folder, import_people, work_imports
from learning.imports.views.blueprint import blueprint as imports
from learning.migrating import db, with_tables
from learning.notices.commands import record_bounce, send_notices
from learning.notices.views import blueprint as notices
from learning.outcomes.views import blueprint as outcomes
from learning.oversight.views import blueprint as oversight
from learning.people.commands import add_administrator
from learning.people.views.appointing import blueprint as administration
from learning.people.views.signing_in import blueprint as people
from learning.policies.views import blueprint as policies
from learning.publishing.commands import verify_statement
from learning.publishing.views import blueprint as publishing
from learning.reorganisation.commands import reorganise
from learning.reorganisation.views import blueprint as reorganisation
from learning.requirements.views import blueprint as requirements
from learning.self_assessments.views import blueprint as self_assessments
from learning.staffing.views import blueprint as staffing
from learning.study.commands import release_courses
from learning.study.views import blueprint as study
from learning.worker.commands import run_timed, run_worker

BLUEPRINTS = (
    people,
    administration,
    policies,
    accounts,
    notices,
    study,
    assessments,
    self_assessments,
    claims,
    certificates,
    badges,
    assignments,
    staffing,
    imports,
    auditing,
    oversight,
    outcomes,
    coverage,
    publishing,
    requirements,
    comparing,
    api,
    reorganisation,
    home,
    health,
    housekeeping,
)
COMMANDS = tuple(
    with_tables(command)
    for command in (
        db,
        check_courses,
        new_course,
        sync_framework,
        add_administrator,
        tell_expiring,
        send_notices,
        record_bounce,
        import_completions,
        import_people,
        import_folder,
        work_imports,
        recompute_coverage,
        verify_statement,
        recompute_comparison,
        release_courses,
        delete_old_choices,
        rotate_badge_key,
        export_person,
        erase_person,
        reorganise,
        run_worker,
        run_timed,
        seed,
    )
)
