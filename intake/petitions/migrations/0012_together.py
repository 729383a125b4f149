import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0011_reviews"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="handling",
            name="awaited",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="casekey",
            name="co",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="petition",
            name="first_told",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="CaseLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("linked_at", models.DateTimeField()),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="petitions.petition"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="petitions.petition"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="one_link_per_pair")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="handling",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("role", "co"),
                    (
                        "state__in",
                        [
                            "accepted",
                            "in_progress",
                            "objected",
                            "pending",
                            "simple_in_progress",
                            "supplement_wanted",
                        ],
                    ),
                ),
                fields=("petition", "organisation"),
                name="one_open_co_handling_per_unit",
            ),
        ),
    ]
