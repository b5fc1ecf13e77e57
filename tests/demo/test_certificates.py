"""The demonstration's register of certificates says what its events already claim, and one is suspended."""

import pytest

from txng.accounts.actions import ensure_organisation
from txng.accounts.actors import operator
from txng.accounts.models import Organisation
from txng.certification.models import Certificate
from txng.certification.queries import public
from txng.demo import certificates, rice
from txng.demo.story import Story

pytestmark = pytest.mark.django_db


def test_each_cooperative_has_its_certificate_and_a_second_load_adds_nothing():
    assert certificates.put_in(by=operator()) == 0  # nobody's events are here
    assert not Organisation.objects.exists()
    for tell, unit in certificates.TOLD:
        for firm, _vocabulary in tell(unit).declarations():
            ensure_organisation(by=operator(), name=firm.name)
    assert certificates.put_in(by=operator()) == len(certificates.TOLD)
    assert certificates.put_in(by=operator()) == 0
    found = Certificate.objects.order_by("number")
    assert [one.number for one in found if one.state == "suspended"] == [certificates.SUSPENDED]
    assert all(one.body.organisation.name == certificates.BODY for one in found)
    assert all("(hư cấu)" in one.holder.name for one in found)
    story: Story = rice.tell(4)
    (registered,) = public.by_number(None, story.certificate.rpartition(":")[2])
    assert registered.products
