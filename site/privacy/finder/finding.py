"""What the finder gives back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One piece of personal data: its kind, and where it stands (``text[start:end]``)."""

    kind: str
    start: int
    end: int
