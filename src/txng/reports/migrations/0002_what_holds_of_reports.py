from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_annual_report")]

    operations = [
        migrations.AddConstraint(
            model_name="section",
            constraint=models.UniqueConstraint(fields=("report", "code"), name="section_code_once"),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.UniqueConstraint(
                fields=("report", "place"), name="section_place_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("trong", "dang-viet", "da-nop", "da-nhan", "tra-lai"))
                ),
                name="section_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "tra-lai"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="section_returned_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("da-nop", "da-nhan")), _negated=True),
                    models.Q(("submitted_by", ""), _negated=True),
                    _connector="OR",
                ),
                name="section_submitted_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_heading", False),
                    models.Q(("state", "trong"), ("text", "")),
                    _connector="OR",
                ),
                name="section_heading_without_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="numbersource",
            constraint=models.CheckConstraint(
                condition=models.Q(("note", ""), _negated=True), name="numbersource_says_where_from"
            ),
        ),
        migrations.AddIndex(
            model_name="sectioncomment",
            index=models.Index(fields=["section", "said_at"], name="sectioncomment_by_time"),
        ),
        migrations.AddConstraint(
            model_name="sectioncomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("settled_by", "")),
                    models.Q(
                        ("settled_at__isnull", False), models.Q(("settled_by", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="sectioncomment_settled_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="sectiontable",
            constraint=models.UniqueConstraint(
                fields=("section", "version", "place"), name="sectiontable_place_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sectionversion",
            constraint=models.UniqueConstraint(
                fields=("section", "revision"), name="sectionversion_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.UniqueConstraint(
                fields=(
                    "report",
                    "code",
                    "since",
                    "until",
                    "commune",
                    "sector",
                    "group",
                    "version",
                ),
                name="snapshot_version_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)),
                fields=("report", "code", "since", "until", "commune", "sector", "group"),
                name="snapshot_one_current",
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(("since__lte", models.F("until"))), name="snapshot_days_in_order"
            ),
        ),
    ]
