"""/petition/suggest/: what the text might be about, while it is being written. Nothing of it is kept."""

from __future__ import annotations

import json

from django.http import HttpRequest, JsonResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from cms.pages.models import SiteSettings
from intake.petitions import limits
from intake.petitions.forms import places
from intake.petitions.texts import BODY_LENGTH, PARTY_LENGTH, TITLE_LENGTH, tidy
from intake.routing import service as routing
from intake.routing.models import Category, PetitionClass
from regions.models import Region

PER_HOUR = 600
MOST = 3
LONGEST_REQUEST = 40_000  # bytes


@require_POST
@sensitive_post_parameters()
def suggest(request: HttpRequest) -> JsonResponse:
    """The likely category of a title and text, and whether it reads like a report of wrongdoing."""
    if not limits.allow("suggest", limits.address_of(request), PER_HOUR, 3600):
        return JsonResponse({"categories": []}, status=429)
    typed = _typed(request)
    region = _region(request, typed.get("region", ""))
    if (not typed.get("title") and not typed.get("body")) or region is None:
        return JsonResponse({"categories": [], "accusation": False})
    proposal = routing.propose(
        title=typed.get("title", "")[:TITLE_LENGTH],
        body=typed.get("body", "")[:BODY_LENGTH],
        region=region,
        reported_party=typed.get("reported_party", "")[:PARTY_LENGTH],
    )
    found = [_shown(category) for category in proposal.categories[:MOST]]
    accusation = proposal.accusation_suspected or proposal.petition_class == PetitionClass.ACCUSATION
    return JsonResponse({"categories": found, "accusation": accusation})


def _typed(request: HttpRequest) -> dict[str, str]:
    """The texts of the request; empty for anything but a JSON object of texts."""
    if len(request.body) > LONGEST_REQUEST:
        return {}
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(sent, dict):
        return {}
    return {name: tidy(value) for name, value in sent.items() if isinstance(value, str)}


def _region(request: HttpRequest, code: str) -> Region | None:
    found = Region.objects.current().filter(code=code[:24]).first() if code else None
    return found or places.county_of(SiteSettings.for_request(request).county)


def _shown(category: Category) -> dict[str, str]:
    return {"code": category.code, "name": category.name_here, "group": category.group_here}
