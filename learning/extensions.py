"""The unbound Flask extensions."""

from flask_login import LoginManager
from flask_sqlalchemy_lite import SQLAlchemy
from flask_talisman import Talisman
from flask_wtf.csrf import CSRFProtect

from learning.sessions import ReadingSession

csrf = CSRFProtect()
db = SQLAlchemy(session_options={"class_": ReadingSession})
login = LoginManager()
talisman = Talisman()
