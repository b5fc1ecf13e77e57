"""Where the Plan was loaded before, the 124 committees join the row that stood for all of them."""

from django.db import migrations

from txng.parties import administrative_units as units
from txng.parties.rules import committees


def put_in(apps, schema_editor):
    agencies, names = (apps.get_model("parties", one) for one in ("Agency", "AgencyName"))
    group = agencies.objects.filter(code=committees.COMMUNES).first()
    if group is None:
        return  # loading the Plan puts them in
    there = set(agencies.objects.exclude(commune_code="").values_list("commune_code", flat=True))
    basis = names.objects.filter(agency=group).order_by("pk").values_list("basis", flat=True)
    for one in units.communes():
        if one.code in there:
            continue
        made = agencies.objects.create(
            code=committees.code_of(one.code),
            kind="co-quan",
            part_of=group,
            commune_code=one.code,
        )
        names.objects.create(
            agency=made,
            name=committees.name_of(one.name),
            short_name=committees.short_name_of(one.name),
            valid_from=units.BEGINNING,
            basis=basis[0] if basis else "",
        )


class Migration(migrations.Migration):
    dependencies = [("parties", "0005_committees_of_communes")]
    operations = [migrations.RunPython(put_in, migrations.RunPython.noop)]
