"""Many pages of many viewers: what they share is made as cheap as it can be."""

from __future__ import annotations

import pytest
from django.template.base import Template


@pytest.fixture(autouse=True)
def bare_rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates as in production: nobody here asks a response for its context, which tests keep a copy of."""
    monkeypatch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))
