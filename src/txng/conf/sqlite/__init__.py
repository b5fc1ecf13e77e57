"""Django's SQLite with turns (`turns.py`): ENGINE "txng.conf.sqlite" in Django's DATABASES."""
