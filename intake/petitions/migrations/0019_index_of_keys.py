"""Indexes that hold all that lists are counted, narrowed and put in order by."""

import django.db.models.deletion
from django.db import migrations, models

NARROWED_BY = ["petition_class", "category", "region", "unit", "co", "petition"]
SORTED_BY = {
    "casekey_by_state": ["state", "next_due", "submitted_at"],
    "casekey_by_due": ["next_due", "state", "submitted_at"],
    "casekey_by_age": ["submitted_at", "state", "next_due"],
}


class Migration(migrations.Migration):
    dependencies = [("petitions", "0018_lists_from_keys")]

    operations = [
        *(migrations.RemoveIndex(model_name="casekey", name=name) for name in SORTED_BY),
        migrations.RemoveIndex(model_name="handling", name="handling_in_hand"),
        *(
            migrations.AlterField(
                model_name="casekey",
                name=name,
                field=models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=to,
                ),
            )
            for name, to in (("region", "regions.region"), ("unit", "regions.organisation"))
        ),
        *(
            migrations.AddIndex(
                model_name="casekey", index=models.Index(fields=["key", *first, *NARROWED_BY], name=name)
            )
            for name, first in SORTED_BY.items()
        ),
        migrations.AddIndex(
            model_name="petition",
            index=models.Index(
                condition=models.Q(("at_superior", True)), fields=["id"], name="petition_at_superior"
            ),
        ),
        migrations.AddIndex(
            model_name="petition",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)),
                fields=["merged_into", "id"],
                name="petition_merged",
            ),
        ),
        migrations.AddIndex(
            model_name="approval", index=models.Index(fields=["state", "petition"], name="approval_by_state")
        ),
        migrations.AddIndex(
            model_name="rating", index=models.Index(fields=["value", "rated_at"], name="rating_by_day")
        ),
        migrations.AddIndex(
            model_name="handling",
            index=models.Index(
                fields=["role", "organisation", "state", "received_at", "petition"], name="handling_by_unit"
            ),
        ),
        migrations.AddIndex(
            model_name="handling",
            index=models.Index(
                fields=["role", "state", "received_at", "organisation", "petition"], name="handling_in_hand"
            ),
        ),
    ]
