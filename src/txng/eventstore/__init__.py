"""Events in SQL: the only room with hand-written SQL, on SQLite and PostgreSQL."""
