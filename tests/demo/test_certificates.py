"""The demonstration's register of certificates says what its events already claim, and one is suspended."""

import pytest

from txng.accounts.actors import operator
from txng.certification.models import Certificate
from txng.certification.queries import public
from txng.demo import certificates, rice
from txng.demo.story import Story
from txng.products.actions.groups import put_in_packaged_groups

pytestmark = pytest.mark.django_db


def test_each_cooperative_has_its_certificate_and_a_second_load_adds_nothing():
    put_in_packaged_groups(by=operator())
    assert certificates.put_in(by=operator()) == len(certificates.TOLD)
    assert certificates.put_in(by=operator()) == 0
    found = Certificate.objects.order_by("number")
    assert [one.number for one in found if one.state == "suspended"] == [certificates.SUSPENDED]
    assert all(one.body.organisation.name == certificates.BODY for one in found)
    assert all("(hư cấu)" in one.holder.name for one in found)
    story: Story = rice.tell(4)
    (registered,) = public.by_number(None, story.certificate.rpartition(":")[2])
    assert registered.products
