"""A third kind of organisation: a body that certifies others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_scope_links"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="organisation",
            name="organisation_kind_known",
        ),
        migrations.AlterField(
            model_name="organisation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("enterprise", "Doanh nghiệp, cơ sở sản xuất"),
                    ("agency", "Cơ quan nhà nước"),
                    ("certifier", "Tổ chức chứng nhận"),
                ],
                max_length=10,
                verbose_name="loại",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("enterprise", "agency", "certifier"))),
                name="organisation_kind_known",
            ),
        ),
    ]
