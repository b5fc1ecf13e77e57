"""The door of a register for machines: what it asks before it lets anybody do anything."""

import io
from base64 import b64encode
from typing import Any

import msgspec
import pytest
from django.db import DataError, IntegrityError, InterfaceError, OperationalError

from tests import people
from txng.accounts import actions
from txng.accounts.actors import operator
from txng.accounts.machine_door import (
    MOST_BODY,
    Answer,
    Door,
    Request,
    attachment,
    json,
    problem,
    routes,
)

pytestmark = pytest.mark.django_db


class ShelfError(ValueError):
    pass


class Book(msgspec.Struct, forbid_unknown_fields=True):
    title: str


def get_book(request: Request, number: int, part: str) -> Answer:
    return json(200, {"number": number, "part": part, "day": request.day().isoformat()})


def post_book(request: Request, number: int, part: str) -> Answer:
    told = request.body(Book)
    if told.title == "burn":
        raise ShelfError("Không đốt sách.")
    if told.title == "trip":
        raise ZeroDivisionError
    return json(201, {"title": told.title, "by": request.actor.organisation})


def get_file(request: Request) -> Answer:
    return attachment(b"\x00\x01", "application/pdf", "sach.pdf")


ROUTES = routes(
    (
        r"/shelf/(?P<id>[0-9]{1,6})/([a-z0-9]+)",
        {"GET": ("query", get_book), "POST": ("capture", post_book)},
    ),
    ("/shelf/file", {"GET": ("query", get_file)}),
)
DOOR = Door(
    "shelf", ROUTES, ShelfError, lambda error: problem(422, "Shelf", str(error), str(error))
)
BOOK = "/shelf/17/3"


@pytest.fixture
def key():
    return people.key_of(people.an())


def ask(
    path: str, secret: str = "", body: bytes | None = None, method: str = "", **more: Any
) -> tuple[int, dict[str, str], Any]:
    """Status, headers, and the body: decoded where it is JSON."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method or ("GET" if body is None else "POST"),
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "wsgi.input": io.BytesIO(body or b""),
        "CONTENT_LENGTH": str(len(body or b"")),
    }
    if secret:
        environ["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    seen: list[Any] = []
    parts = DOOR(environ | more, lambda status, headers: seen.append((status, dict(headers))))
    content = b"".join(parts)
    status, headers = seen[0]
    if headers.get("Content-Type", "").endswith("json") and content:
        return int(status[:3]), headers, msgspec.json.decode(content)
    return int(status[:3]), headers, content


def test_a_number_comes_as_a_number_and_a_text_as_a_text(key):
    status, headers, told = ask(BOOK, key, QUERY_STRING="asOf=2026-05-01")
    assert (status, told) == (200, {"number": 17, "part": "3", "day": "2026-05-01"})
    assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")


def test_without_a_key_every_address_answers_alike():
    there, gone = ask(BOOK), ask("/shelf/nowhere")
    assert there == gone
    assert (there[0], there[1]["WWW-Authenticate"]) == (401, 'Bearer realm="shelf"')


@pytest.mark.parametrize("secret", ["nonsense", "txng_aaaaaaaa_" + "a" * 32])
def test_a_key_that_is_none_of_ours_opens_nothing(secret):
    assert ask(BOOK, secret)[0] == 401


def test_a_revoked_key_opens_nothing_any_more(key):
    assert ask(BOOK, key)[0] == 200
    actions.revoke_key(by=operator(), prefix=key.rpartition("_")[0])
    assert ask(BOOK, key)[0] == 401


def test_the_key_may_come_as_the_password_of_basic(key):
    told = b64encode(f"an:{key}".encode()).decode()
    assert ask(BOOK, HTTP_AUTHORIZATION=f"Basic {told}")[0] == 200
    for wrong in ("Basic ???", "Basic " + b64encode(b"\xff:").decode(), "Digest x", "Basic"):
        assert ask(BOOK, HTTP_AUTHORIZATION=wrong)[0] == 401, wrong


def test_a_right_is_asked_for_each_method():
    reader = people.key_of(people.reader(people.enterprise()))
    assert ask(BOOK, reader)[0] == 200
    status, _headers, told = ask(BOOK, reader, b'{"title": "x"}')
    assert (status, told["detailVi"]) == (403, "Khóa này không có quyền capture.")


def test_what_is_not_there_and_what_cannot_be_done(key):
    assert ask("/shelf/17/3/more", key)[0] == 404
    assert ask("/shelf/1234567/3", key)[0] == 404
    status, headers, _told = ask(BOOK, key, method="DELETE")
    assert (status, headers["Allow"]) == (405, "GET, POST")


def test_head_is_get_without_the_body(key):
    whole, head = ask(BOOK, key), ask(BOOK, key, method="HEAD")
    assert head == (200, whole[1], b"")


def test_a_file_is_named_and_whole(key):
    status, headers, content = ask("/shelf/file", key)
    assert (status, content) == (200, b"\x00\x01")
    assert headers["Content-Disposition"] == 'attachment; filename="sach.pdf"'


@pytest.mark.parametrize(
    ("body", "length", "status"),
    [
        (b'{"title": "x"}', "99", 400),  # what was announced did not come: the rest is unknown
        (b'{"title": "x"}', str(MOST_BODY + 1), 413),
        (b'{"title": "x"}', "-1", 413),
        (b'{"title": "x"}', "1" * 30, 413),
        (b'{"title": "\xff"}', "", 400),
        (b'{"title": "x", "other": 1}', "", 400),
        (rb'{"title": "a\u0000b"}', "", 400),
        (rb'{"title": "a\\\u0000b"}', "", 400),  # a backslash, then NUL
        (b"[", "", 400),
        (b"", "", 400),
    ],
)
def test_a_body_that_is_not_whole_or_not_right_is_told_and_nothing_is_done(
    key, body, length, status
):
    told = ask(BOOK, key, body, CONTENT_LENGTH=length or str(len(body)))
    assert (told[0], told[1]["Content-Type"]) == (status, "application/problem+json")
    assert told[2]["detailVi"].endswith(".")


def test_a_day_that_is_none_is_told_by_the_name_of_its_parameter(key):
    status, _headers, told = ask(BOOK, key, QUERY_STRING="asOf=01/05/2026")
    assert (status, told["field"]) == (400, "asOf")


def test_what_the_room_refuses_is_told_as_the_room_says(key):
    status, _headers, told = ask(BOOK, key, b'{"title": "burn"}')
    assert (status, told["detailVi"]) == (422, "Không đốt sách.")


def test_a_fault_of_ours_is_an_answer_without_its_inside(key):
    status, _headers, told = ask(BOOK, key, b'{"title": "trip"}')
    assert status == 500
    assert "ZeroDivision" not in str(told)


def test_the_letters_of_an_escape_are_letters(key):
    status, _headers, told = ask(BOOK, key, rb'{"title": "a\\u0000b"}')
    assert (status, told["title"]) == (201, r"a\u0000b")


@pytest.mark.parametrize(
    ("path", "query"), [("/shelf/17/\0", ""), (BOOK, "asOf=%00"), (BOOK, "x=1&a%00=1")]
)
def test_an_address_with_nul_is_refused_before_it_reaches_a_database(key, path, query):
    status, headers, told = ask(path, key, QUERY_STRING=query)
    assert (status, headers["Content-Type"]) == (400, "application/problem+json")
    assert "NUL" in told["detailVi"]
    assert ask(BOOK, key, QUERY_STRING="x=%2500")[0] == 200


@pytest.mark.parametrize(
    ("error", "status"),
    [(OperationalError, 503), (InterfaceError, 503), (DataError, 500), (IntegrityError, 500)],
)
def test_only_a_database_that_does_not_answer_is_unavailable(key, monkeypatch, error, status):
    def broken(*_args):
        raise error("secret")

    monkeypatch.setattr("txng.accounts.queries.actor_for_bearer", broken)
    answer = ask(BOOK, key)
    assert answer[0] == status
    assert "secret" not in str(answer)
