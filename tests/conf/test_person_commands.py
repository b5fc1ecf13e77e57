"""txng person: the first person, and those who cannot get in."""

import json
import re

import pytest
from django.test import Client

from txng.accounts import queries
from txng.accounts.models import JournalEntry, Totp, User
from txng.conf import cli, roles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def roles_are_installed(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    roles.install()


def run(capsys, *arguments):
    status = cli.run(list(arguments))
    told = capsys.readouterr()
    return status, told.out, told.err


def test_the_first_person_comes_in_by_a_link_that_works_once(capsys):
    status, out, err = run(
        capsys, "person", "create", "binh", "--name", "Trần Bình", "--organisation",
        "Sở KH&CN", "--agency", "--role", "thuong-truc",
    )  # fmt: skip
    assert (status, "một lần" in err) == (0, True)
    path = re.fullmatch(r"http://[^/]+(/lien-ket/[a-z2-7]{32})\n", out)[1]
    assert Client().post(path, {"new": "Một câu dài và riêng"}).status_code == 302
    assert Client().get(path).status_code == 404
    client = Client()
    client.post("/dang-nhap", {"username": "binh", "password": "Một câu dài và riêng"})
    assert client.get("/vai-tro").headers["Location"] == "/toi/bao-ve"
    assert "Cơ quan thường trực" in client.get("/toi").content.decode()


def test_an_officer_of_two_communes_and_one_sector(capsys):
    status, out, _err = run(
        capsys, "person", "create", "chi", "--organisation", "UBND xã", "--agency", "--role", "can-bo",
        "--territory", "24846", "--territory", "24778", "--sector", "nong-nghiep", "--json",
    )  # fmt: skip
    assert status == 0
    assert json.loads(out)["roles"] == [{"role": "can-bo", "organisation": "UBND xã"}]
    (held,) = queries.assignments_of(User.objects.get().pk)
    assert (held.territories, held.sectors) == (["24778", "24846"], ["nong-nghiep"])


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("--role", "vua"), "Không có vai trò “vua”"),
        (("--role", "thuong-truc"), "không dành cho loại tổ chức"),
        (("--role", "chu-co-so", "--territory", "00001"), "00001"),
    ],
)
def test_nothing_is_made_when_something_is_wrong(capsys, wrong, told):
    status, _out, err = run(capsys, "person", "create", "an", "--organisation", "HTX", *wrong)
    assert (status, told in err) == (2, True)
    assert not User.objects.exists()
    assert not JournalEntry.objects.filter(verb="organisation.created").exists()


def test_another_role_a_new_password_and_lost_factors(capsys):
    run(capsys, "person", "create", "an", "--organisation", "HTX", "--role", "chu-co-so")
    assert run(capsys, "person", "give", "an", "--organisation", "B", "--role", "nhan-vien")[0] == 0
    an = User.objects.get()
    assert [one.name for one in queries.organisations_of(an.pk)] == ["B", "HTX"]
    assert "/lien-ket/" in run(capsys, "person", "reset", "an")[1]
    Totp.objects.create(person=an, sealed=b"x", confirmed_at="2026-01-01T00:00:00Z")
    assert run(capsys, "person", "unprotect", "an")[0] == 0
    assert not queries.factors_of(an.pk).has_any
    assert run(capsys, "person", "reset", "khong-co")[0] == 2
