"""A small province with something in every register that figures count: An's and Dũng's, in two communes."""

from datetime import timedelta

from django.utils import timezone

from tests import people
from tests.barcodes import registers as labels
from tests.certification import assessing, makers
from tests.parties import register as parties
from tests.products import makers as products
from tests.transparency import logs
from txng.accounts.actors import operator
from txng.analytics import actions as scans
from txng.analytics.actions import View
from txng.parties.models import Enterprise
from txng.supervision.models import Report
from txng.support.models import AnswerSheet

DA_TEH = products.DA_TEH


def province() -> Enterprise:
    """An's entry; everything is of this year, and is there when this returns."""
    own = products.enterprise_of(people.an())
    products.enterprise_of(people.dung(), commune=DA_TEH, kind="cong-ty")
    products.enterprise_of(commune=DA_TEH)
    products.in_force(effective=timezone.localdate() - timedelta(days=300))
    products.trade_item(people.an())
    products.trade_item(people.dung(), path=products.TEA)
    parties.plot(own)
    makers.certificate(people.an())
    makers.certificate(people.dung(), code="iso-22000")
    assessing.received(people.an())
    quota = labels.lot()
    labels.issued(quota)
    logs.captured(3, by=people.an())
    logs.captured(1, by=people.dung(), first=10)
    AnswerSheet.objects.create(enterprise=own)
    Report.objects.create(number="LD-2026-000001", code="/01/1", reason="label")
    scans.record_views(
        by=operator(),
        views=[View("/01/09506000134352/10/L1", timezone.now(), "a", "lam-dong")],
    )
    return own
