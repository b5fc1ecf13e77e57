"""Write docs/api/openapi.json anew from the tables that answer requests.

    python -m tools.openapi

Source: txng.repository.rest.openapi.
"""

import os
import tempfile
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "docs" / "api" / "openapi.json"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "txng.conf.settings")
    with (
        tempfile.TemporaryDirectory() as folder
    ):  # the settings want a place for data; none is written
        os.environ.setdefault("TXNG_DATA", folder)
        import django

        django.setup()
        from txng.repository.rest import openapi

        FILE.parent.mkdir(parents=True, exist_ok=True)
        FILE.write_bytes(openapi.encoded())


if __name__ == "__main__":
    main()
