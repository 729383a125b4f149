"""Each key carries what lists are narrowed by, so that they ask an index of keys alone."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    """The case's own; of a co-handler's key the unit is the key's."""
    key = apps.get_model("petitions", "CaseKey")
    case = apps.get_model("petitions", "Petition").objects.filter(pk=OuterRef("petition_id"))
    of_case = {
        "petition_class": "petition_class",
        "category": "category_id",
        "region": "region_id",
        "unit": "owner_id",
    }
    key.objects.update(**{name: Subquery(case.values(field)[:1]) for name, field in of_case.items()})
    of_co = list(key.objects.filter(co=True).only("pk", "key", "unit"))
    for row in of_co:
        row.unit_id = int(row.key.rpartition("@")[2].rpartition(":")[2])
    key.objects.bulk_update(of_co, ["unit"], batch_size=1_000)


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0017_lists_of_supervision"),
        ("regions", "0001_initial"),
        ("routing", "0002_category_name_en"),
    ]

    operations = [
        migrations.AddField(
            model_name="casekey",
            name="petition_class",
            field=models.CharField(
                max_length=12,
                default="",
                choices=[
                    ("appeal", "appeal or request"),
                    ("suggestion", "suggestion or opinion"),
                    ("accusation", "report of wrongdoing"),
                ],
            ),
            preserve_default=False,
        ),
        *(
            migrations.AddField(
                model_name="casekey",
                name=name,
                field=models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=to,
                ),
            )
            for name, to in (
                ("category", "routing.category"),
                ("region", "regions.region"),
                ("unit", "regions.organisation"),
            )
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
