"""When somebody got a seat from the queue, and when a class moved: what letters tell."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0004_persons_openings"),
        ("training", "0004_quizzes_and_certificates"),
    ]

    operations = [
        migrations.AddField(
            model_name="learner",
            name="offered_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="được gọi từ danh sách chờ lúc"
            ),
        ),
        migrations.AddField(
            model_name="trainingclass",
            name="moved_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="đổi lịch, chỗ lúc"),
        ),
        migrations.AddIndex(
            model_name="learner",
            index=models.Index(
                condition=models.Q(("offered_at__isnull", False)),
                fields=["offered_at"],
                name="learner_offered",
            ),
        ),
    ]
