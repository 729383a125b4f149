"""Which of the four ways a clue is disposed of is asked for, and kept to be counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0026_lawful_route")]

    operations = [
        migrations.AddField(
            model_name="handling",
            name="disposal",
            field=models.CharField(
                blank=True,
                choices=[
                    ("inquiry", "talk or letter of inquiry"),
                    ("preliminary", "preliminary verification"),
                    ("kept", "kept for later examination"),
                    ("settled", "closed without more"),
                ],
                default="",
                max_length=11,
            ),
            preserve_default=False,
        ),
    ]
