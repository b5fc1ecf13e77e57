"""The environment of every test, the doctests in src/ included: set before Django reads it.

Fixtures stand in tests/conftest.py.
"""

import os

from django.conf import settings

from tests import environment

if (
    settings.configured
):  # by pytest-django, from a person's own environment: never test on that data
    raise SystemExit("The tests choose Django's settings themselves: unset DJANGO_SETTINGS_MODULE")

environment.prepare(os.environ)
os.environ["DJANGO_SETTINGS_MODULE"] = "txng.conf.settings"
assert settings.DATABASES, "pytest-django starts Django only once its settings were read"
# The workers of xdist inherit the environment. With this name in it pytest-django would read the
# settings of the process that started them, before a worker reaches `prepare` above.
del os.environ["DJANGO_SETTINGS_MODULE"]
