"""The learning platform: digital skills for local government."""

from flask import Flask
from sqlalchemy import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

from learning import database, modules, shell
from learning.catalogue.commands import check_courses
from learning.catalogue.loading import BadCatalogue, load
from learning.catalogue.serving import serve
from learning.config import Settings, from_environment
from learning.health import measuring
from learning.people import access
from learning.readings import noting


def create_app(settings: Settings | None = None) -> Flask:
    """Puts the pieces together and decides nothing else."""
    settings = settings or from_environment()
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(flask_settings(settings))
    app.extensions["settings"] = settings
    try:
        serve(app, load(settings.courses))
    except BadCatalogue as bad:
        return _refusing(app, bad)
    database.init_app(app)
    measuring.init_app(app)  # first: what the others take is measured too
    access.init_app(app)  # before the shell, which checks form tokens: sign-in comes first
    shell.init_app(app)
    noting.init_app(app)
    for blueprint in modules.BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in modules.COMMANDS:
        app.cli.add_command(command)
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # how Flask documents it
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies
        )
    return app


def _refusing(app: Flask, bad: BadCatalogue) -> Flask:
    """A bad catalogue is never served: the app answers 503, and only its checker runs."""
    app.logger.error("The courses cannot be served. Run flask check-courses.\n%s", bad)
    app.before_request(lambda: ("Not ready: the courses cannot be served.\n", 503))
    app.cli.add_command(check_courses)
    return app


def flask_settings(settings: Settings) -> dict[str, object]:
    """Our settings in the words of Flask and its extensions."""
    url = make_url(settings.database_url)
    # What people typed stays out of faults, which are logged.
    engine: dict[str, object] = {"url": url, "hide_parameters": True}
    if url.get_backend_name() == "postgresql":
        engine |= {"pool_size": settings.database_pool}
        # Compiling a statement takes PostgreSQL longer than running any of ours.
        engine["connect_args"] = {"options": "-c jit=off"}
    secure = settings.secure_cookies
    return {
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "SQLALCHEMY_ENGINES": {"default": engine},
        "ALEMBIC": {"script_location": str(database.MIGRATIONS)},
        "ALEMBIC_CONTEXT": {
            "render_item": database.render_item,
            "include_object": database.is_ours,
            "render_as_batch": True,
            "compare_type": True,
        },
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": 256 * 1024,
        "MAX_FORM_PARTS": 500,
        "MAX_FORM_MEMORY_SIZE": 256 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the sign-in: a slow reader loses nothing
        "WTF_CSRF_SSL_STRICT": secure,
    }
