"""Which of the five lawful routes a case was diverted to is asked for, and kept to be counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0025_reviews_by_state")]

    operations = [
        migrations.AddField(
            model_name="petition",
            name="lawful_route",
            field=models.CharField(
                blank=True,
                choices=[
                    ("courts", "courts, review of administrative acts, procuratorate, police"),
                    ("arbitration", "arbitration"),
                    ("party", "appeal within the Party"),
                    ("administrative", "administrative ruling, confirmation, licence or penalty"),
                    ("duty", "request to punish or to protect: the body does its duty or answers"),
                ],
                default="",
                max_length=14,
                verbose_name="lawful route",
            ),
            preserve_default=False,
        ),
    ]
