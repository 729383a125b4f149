"""Files of a disclosure: looked through to the last character, and of the place that publishes."""

from __future__ import annotations

import publishing
import pytest
from django.core.exceptions import ValidationError

from cms.pages.models import PublicFile
from privacy.uploads.kinds import MAX_TEXT


def test_a_file_too_long_to_be_looked_through_is_not_taken_and_the_clerk_reads_why(site) -> None:
    with pytest.raises(ValidationError) as refused:
        publishing.attached("名册.txt", ("田" * MAX_TEXT + "19900017777").encode())
    (reason,) = refused.value.message_dict["file"]
    assert "2,000,000" in reason and "太长" in reason
    assert not PublicFile.objects.exists()
