from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether an accused body is the department of the institution complained of. Rows that stand name a body that is
    barred whatever the class: for them ``False`` says just that."""

    dependencies = [("petitions", "0004_returned_often")]

    operations = [
        migrations.AddField(
            model_name="accused",
            name="of_institution",
            field=models.BooleanField(default=False),
        ),
    ]
