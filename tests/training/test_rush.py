"""A hundred people in front of one projector: real sockets, each counted exactly once (ux.md §2.14).

No assert on seconds: they are printed for whoever reads (pytest -s), and bench/training.py measures.
"""

import http.client
import re
import sys
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from datetime import time as hour

import pytest
from django.utils import timezone

from tests.training import courses
from txng.training.actions import classes, learners
from txng.training.actions.classes import SessionFacts
from txng.training.keys import VISITOR, qr_key
from txng.training.models import Attendance, Learner
from txng.training.rules import rotating, tickets

PEOPLE = 100
AT_ONCE = 20


class Telephone:
    """A browser with the ticket in it; it taps twice, as impatient people do."""

    def __init__(self, site: str, secret: str) -> None:
        self.site, self.cookies = site, {"txng_ve": secret}

    def open(self, path: str, data: dict[str, str] | None = None) -> str:
        host = urllib.parse.urlsplit(self.site)
        connection = http.client.HTTPConnection(host.hostname, host.port, timeout=120)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if data is not None:
            body = urllib.parse.urlencode(data)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.site}
        connection.request("GET" if body is None else "POST", path, body, headers)
        answer = connection.getresponse()
        for told in answer.headers.get_all("Set-Cookie") or ():
            name, _equals, value = told.partition(";")[0].partition("=")
            self.cookies[name] = value
        page = answer.read().decode()
        assert answer.status in (200, 303), page
        connection.close()
        return page

    def check_in(self, path: str) -> None:
        page = self.open(path)
        told = dict(re.findall(r'name="(csrfmiddlewaretoken|lan)" value="([^"]+)"', page))
        for _tap in range(2):
            self.open(path, told)


@pytest.mark.django_db(transaction=True)
def test_a_hundred_people_are_counted_exactly_once_each(site):
    one = courses.draft(places=PEOPLE)
    today = timezone.localdate()
    session = classes.add_session(
        by=courses.keeper(), training_class=one, facts=SessionFacts(today, hour(0, 1), hour(23, 59))
    )
    classes.publish_class(by=courses.keeper(), training_class=one)
    secrets = [
        learners.register(
            by=VISITOR, training_class=one, person=courses.person(number),
            secret=tickets.new_secret(), address=f"10.0.1.{number}",
        ).secret
        for number in range(PEOPLE)
    ]  # fmt: skip
    token = rotating.token(qr_key(), session.pk, timezone.now().timestamp())
    path = f"/dao-tao/diem-danh/{token}"
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as hall:
        list(hall.map(lambda secret: Telephone(site.url, secret).check_in(path), secrets))
    took = time.monotonic() - began
    sys.stdout.write(f"\n{PEOPLE} people, two taps each, in {took:.1f} s\n")
    rows = Attendance.objects.filter(session=session)
    assert rows.count() == PEOPLE
    assert rows.values("learner").distinct().count() == PEOPLE
    assert set(Learner.objects.values_list("attended", flat=True)) == {1}
