"""Django's settings. What an operator may change comes from the environment, through env.py."""

import os

from txng.conf import env, logs, speech, static
from txng.ui import csp

ENVIRONMENT = env.read(os.environ)

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
BASE_URL = ENVIRONMENT.base_url  # what Location headers and printed codes begin with
STREAM_URL = ENVIRONMENT.stream_url  # what addresses of WebSockets begin with
WEBHOOK_NETWORKS: tuple[env.Network, ...] = ENVIRONMENT.webhook_networks
COMPANY_PREFIXES: tuple[str, ...] = ENVIRONMENT.company_prefixes
HAS_LOG = ENVIRONMENT.has_log
LOG_ORIGIN = ENVIRONMENT.log_origin
LOG_FOLDER = ENVIRONMENT.log_folder
LOG_POLICY = ENVIRONMENT.log_policy
LOG_TSA = ENVIRONMENT.log_tsa
LOG_TSA_CHAIN = ENVIRONMENT.log_tsa_chain
LOG_EVM = ENVIRONMENT.log_evm
LOG_EVM_CONTRACT = ENVIRONMENT.log_evm_contract
LOG_EVM_SENDER = ENVIRONMENT.log_evm_sender
SIGNER_FOLDER = ENVIRONMENT.signer_folder
HOTLINE = ENVIRONMENT.hotline
SUPPORT_PHONE = ENVIRONMENT.support_phone
EDGE_PLACE = ENVIRONMENT.edge_place
EDGE_ADDRESS = ENVIRONMENT.edge_address
OIDC: tuple[str, str, str, str] = ENVIRONMENT.oidc
SMTP: env.Smtp | None = ENVIRONMENT.smtp  # None: letters are off (txng.accounts.mail)
MAIL_FROM = ENVIRONMENT.mail_from
MAIL_PER_MINUTE = ENVIRONMENT.mail_per_minute
PICTURES_FOLDER = ENVIRONMENT.pictures_folder
REPORTS_FOLDER = ENVIRONMENT.reports_folder
DOCUMENTS_FOLDER = ENVIRONMENT.documents_folder
BOUNDARIES_FILE = ENVIRONMENT.boundaries_file

ROOT_URLCONF = "txng.conf.urls"
WSGI_APPLICATION = "txng.conf.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "txng.ui",
    "txng.accounts",
    "txng.documents",
    "txng.parties",
    "txng.products",
    "txng.barcodes",
    "txng.certification",
    "txng.transparency",
    "txng.repository",
    "txng.journeys",
    "txng.analytics",
    "txng.supervision",
    "txng.support",
    "txng.resolver",
    "txng.outreach",
    "txng.training",
    "txng.programme",
    "txng.awards",
    "txng.budget",
    "txng.reports",
    "txng.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "txng.ui.csp.ContentSecurityPolicy",
    "txng.ui.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "txng.accounts.guard.Guard",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "txng.accounts.guard.for_page",
                "txng.conf.menu.for_page",
            ],
        },
    },
]

DATABASES = {"default": env.django_database(ENVIRONMENT.database)}

# what a verb had to say waits in a signed cookie for the next page (txng.ui.notices)
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

LANGUAGE_CODE = speech.SOURCE_LANGUAGE
LANGUAGES = [
    ("vi", "Tiếng Việt"),
    ("en", "English"),
    ("zh-hans", "简体中文"),
    ("ja", "日本語"),
    ("ko", "한국어"),
]
LOCALE_PATHS = [speech.LOCALE]
USE_I18N = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = f"/static/{static.fingerprint()}/"

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CSP = csp.STRICT  # sent by txng.ui.csp
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# the first writes, the others are still read: a password is hashed anew when its owner signs in
PASSWORD_HASHERS = [
    "txng.accounts.hashers.Argon2id",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
ROLES = "txng.conf.roles"  # rights, territories and sectors that the rooms above told
FIRST_PAGE = "txng.conf.first_page"  # where somebody goes who signed in and asked for no page

LOGGING_CONFIG = None  # logs.configure says it all
logs.configure(ENVIRONMENT.log_level, ENVIRONMENT.log_format)
