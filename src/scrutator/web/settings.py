"""Django's settings, made from `env.ServerSettings`."""

import os

from scrutator.web.env import database, from_environment, secret

SERVER = from_environment(os.environ)
FOLDER = SERVER.folder

SECRET_KEY = secret(FOLDER, "django").hex()
DEBUG = False
ALLOWED_HOSTS = list(SERVER.hosts)
ROOT_URLCONF = "scrutator.web.urls"
WSGI_APPLICATION = "scrutator.web.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "scrutator.web.accounts",
    "scrutator.web.audit",
    "scrutator.web.missions",
    "scrutator.web.intake.apps.IntakeConfig",
    "scrutator.web.desk",
    "scrutator.web.identities",
    "scrutator.web.sms",
    "scrutator.web.incidents",
    "scrutator.web.outbox",
    "scrutator.web.night",
]
MIDDLEWARE = [
    "scrutator.web.middleware.SecureHeaders",
    "scrutator.web.operating.static_files.StaticFiles",
    "scrutator.web.speech.Language",
    "scrutator.web.middleware.BoundedBodies",
    "scrutator.web.middleware.ClearErrors",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "scrutator.web.accounts.sessions.IdleSessions",
    "scrutator.web.accounts.events.RefusalsWritten",
    "allauth.account.middleware.AccountMiddleware",
    "scrutator.web.middleware.Policy",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [os.path.join(os.path.dirname(__file__), "templates")],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["scrutator.web.speech", "scrutator.web.stacked", "scrutator.web.desk.checking.said"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {
    "default": database(SERVER.database, FOLDER / "mission.sqlite3", SERVER.database_password_file),
    "identity": database(SERVER.identities, FOLDER / "identities.sqlite3", SERVER.identities_password_file),
}
DATABASE_ROUTERS = ["scrutator.web.routers.Identities"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "scrutator.web.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "scrutator.web.accounts.passwords.Uncommon"},
    {"NAME": "scrutator.web.accounts.passwords.UnlikeTheAccount"},
    {"NAME": "scrutator.web.accounts.passwords.MissionWords"},
]
ACCOUNT_ADAPTER = "scrutator.web.accounts.adapters.Closed"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "scrutator.web.accounts.adapters.SealedFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Scrutator"
MFA_TOTP_TOLERANCE = 1  # the number before and after: clocks of phones differ (RFC 6238, 5.2)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

# Passwords and numbers are slowed by their failures: accounts/throttle.py. Limits for all who share an
# address, or for an account and all who ask, would keep owners out.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
MFA_FORMS = {
    "authenticate": "scrutator.web.accounts.factor_forms.FactorForm",
    "reauthenticate": "scrutator.web.accounts.factor_forms.AgainForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SERVER.https else 0
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SERVER.https
CSRF_TRUSTED_ORIGINS = [SERVER.url] if SERVER.url.startswith("https://") else []
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if SERVER.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STATIC_URL = "/static/"
STATIC_ROOT = os.path.join(os.path.dirname(__file__), "static")
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ru", "Русский"), ("kk", "Қазақша"), ("es", "Español")]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "scrutator.web.logs.PlainFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
