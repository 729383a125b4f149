from django.db import migrations, models


def mark(apps, schema_editor):
    """Mark the open cases that were filed before this column and for which nothing has been found yet."""
    Petition = apps.get_model("petitions", "Petition")
    Proposal = apps.get_model("petitions", "Proposal")
    last = Proposal.objects.filter(petition=models.OuterRef("pk")).order_by("-pk")
    found = Petition.objects.filter(state__in=["submitted", "registered"]).annotate(
        proposal=models.Subquery(last.values("pk")[:1])
    )
    nothing = Proposal.objects.filter(organisation=None, decided_at=None)
    found.filter(proposal__in=nothing.values("pk")).update(unmatched=True)


class Migration(migrations.Migration):
    dependencies = [("petitions", "0006_objection_to_decide")]

    operations = [
        migrations.AddField(
            model_name="petition",
            name="unmatched",
            field=models.BooleanField(default=False, verbose_name="no rule fits"),
        ),
        migrations.AddIndex(
            model_name="petition",
            index=models.Index(
                condition=models.Q(("unmatched", True)), fields=["id"], name="petition_unmatched"
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
