"""Whether anybody may see a version: its page decides, and the room of pages says so. Until it does, nobody may."""

from __future__ import annotations

from collections.abc import Callable

from .models import LedgerVersion

IsPublic = Callable[[LedgerVersion], bool]
AddressOf = Callable[[LedgerVersion], str]


def _nobody(version: LedgerVersion) -> bool:
    return False


def _nowhere(version: LedgerVersion) -> str:
    return ""


def _nobody_to_tell(version: LedgerVersion) -> None:
    return None


_answers: dict[str, Callable[[LedgerVersion], object]] = {
    "is_public": _nobody,
    "address_of": _nowhere,
    "changed": _nobody_to_tell,
}


def register(
    is_public: IsPublic,
    address_of: AddressOf = _nowhere,
    changed: Callable[[LedgerVersion], None] = _nobody_to_tell,
) -> None:
    """Say whose page is live, and where it is. ``is_public`` is asked of every version of a ledger, past ones too;
    ``changed`` is told, in the transaction, when the text of a ledger was taken away.
    """
    _answers.update(is_public=is_public, address_of=address_of, changed=changed)


def tell(version: LedgerVersion) -> None:
    """The text of this ledger is another now, outside of its page's own doing."""
    _answers["changed"](version)


def is_public(version: LedgerVersion) -> bool:
    """Whether everybody may know of the version: it was published, and a live page shows its ledger."""
    return version.state != LedgerVersion.State.DRAFT and bool(_answers["is_public"](version))


def is_shown(version: LedgerVersion) -> bool:
    """Whether everybody may read it: public, and not redacted."""
    return version.is_readable and is_public(version)


def page_of(version: LedgerVersion) -> str:
    """The address of the page that shows the ledger; empty where none is known."""
    return str(_answers["address_of"](version))
