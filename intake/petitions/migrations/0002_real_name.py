from django.db import migrations, models


def say_of_each(apps, schema_editor):
    """A case is a real-name one (实名) when its writer gave a name and a way to be reached."""
    petitions = apps.get_model("petitions", "Petition").objects
    writers = apps.get_model("petitions", "Petitioner").objects.filter(position=0)
    for writer in writers.iterator(chunk_size=500):
        if writer.name.strip() and (writer.phone or writer.address or writer.email):
            petitions.filter(pk=writer.petition_id).update(real_name=True)


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="petition",
            name="real_name",
            field=models.BooleanField(default=False, verbose_name="real name"),
        ),
        migrations.RunPython(say_of_each, migrations.RunPython.noop, elidable=True),
    ]
