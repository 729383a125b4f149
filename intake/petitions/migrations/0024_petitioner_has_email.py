from django.db import migrations, models

BATCH = 500


def say_of_each(apps, schema_editor):
    """Read each e-mail address once, so many at a time: no question to the database can tell an empty one."""
    people = apps.get_model("petitions", "Petitioner").objects.order_by("pk")
    last = 0
    while batch := list(people.filter(pk__gt=last).only("pk", "email")[:BATCH]):
        last = batch[-1].pk
        people.filter(pk__in=[person.pk for person in batch if person.email]).update(has_email=True)


class Migration(migrations.Migration):
    dependencies = [("petitions", "0023_registration_reported")]

    operations = [
        migrations.AddField(
            model_name="petitioner",
            name="has_email",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(say_of_each, migrations.RunPython.noop, elidable=True),
    ]
