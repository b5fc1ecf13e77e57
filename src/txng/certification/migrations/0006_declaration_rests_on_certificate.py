"""A declaration may rest on a certificate of the register."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("certification", "0005_declarations")]

    operations = [
        migrations.AddField(
            model_name="declaration",
            name="certificate",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="declarations",
                to="certification.certificate",
                verbose_name="chứng nhận trong sổ",
            ),
        ),
        migrations.RemoveConstraint(model_name="declaration", name="declaration_rests_on_one"),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("assessment__isnull", False),
                        ("basis", "tu-danh-gia"),
                        ("certificate__isnull", True),
                        ("certificate_number", ""),
                    ),
                    models.Q(
                        ("assessment__isnull", True),
                        ("basis", "chung-nhan"),
                        ("certificate_valid_to__isnull", False),
                        models.Q(("certificate_number", ""), _negated=True),
                        models.Q(("certificate_body", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="declaration_rests_on_one",
            ),
        ),
    ]
