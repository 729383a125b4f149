"""A page in Chinese shows no English, and one in English no Chinese, but for names, codes and what people typed.

Every address of the route table that a member of staff or a visitor may GET is asked in both languages. What stands in
the database is taken out of the text that is seen, since people wrote it; what is left is ours, and in one language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import factories
import pytest
from bs4 import BeautifulSoup, NavigableString
from django.apps import apps
from django.core.cache import cache
from django.test import Client
from matrix.routes import address, names_of, table
from wagtail.users.models import UserProfile

from accounts.models import Membership, User
from delivery.models import MessageTemplate
from intake.clock.models import Holiday, RuleSetting
from intake.documents.models import NumberPrefix
from intake.petitions.models import Notice, Petition
from intake.routing.models import Category, RegionRule
from intake.summaries.models import PublicCase
from regions.models import Organisation, Region
from search import indexing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled")]

STAFF = ("operator", "petition_office", "officer", "inspector", "leader", "clerk", "reviewer", "centre_clerk")
ROOMS = (
    "regions",
    "accounts",
    "routing",
    "clock",
    "documents",
    "petitions",
    "summaries",
    "pages",
    "delivery",
    "notices",
    "wagtailcore",
)
# What a folder of the admin edits.
EDITED = {
    "categories": Category,
    "deadline-lengths": RuleSetting,
    "holidays": Holiday,
    "memberships": Membership,
    "message-templates": MessageTemplate,
    "number-prefixes": NumberPrefix,
    "organisation": Organisation,
    "region": Region,
    "region-rules": RegionRule,
    "staff": User,
}
SAID_ALOUD = ("title", "aria-label", "alt", "placeholder")
NOT_SEEN = ("script", "style", "template", "svg", "noscript")
BLOCKS = re.compile(
    "^(?:p|div|li|td|th|tr|h[1-6]|dt|dd|option|label|section|header|nav|button|title|summary|legend)$"
)
HAN = re.compile(r"[\u3400-\u9fff]+")
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")
# Addresses, file names, placeholders of a wording, numbers of cases and papers, codes of a kind of page.
CODE = re.compile(
    r"\S+@\S+|https?://\S+|/[\w/-]+/|[\w-]+\.(?:csv|pdf|html|json|docx)\b|\{\{?[^}]*\}\}?"
    r"|(?<![0-9A-Za-z])20\d\d-[0-9A-Z]{7}-[0-9A-Z*]|(?<![0-9A-Za-z])\d{6,12}-[A-Z0-9]+|\bpages\.\w+"
)
# The masked name of a person.
MASKED = re.compile(r"[\u3400-\u9fff]{1,2}[*＊]+[\u3400-\u9fff]?")
# Names and codes that are the same in every language: products, formats, what an operator types at a terminal.
NAMES = {
    # What stands on the keys.
    "Enter",
    "Esc",
    *("API", "CSV", "HTML", "ID", "JSON", "MB", "PDF", "QR", "SHA", "URL", "UTF"),
    *("ODS", "XLS", "XLSX"),
    *("Excel", "English", "JavaScript", "Markdown", "Sunshine", "Wagtail", "Word"),
    *("amr", "csv", "docx", "gif", "jpg", "mov", "mp", "pdf", "png", "txt", "webp", "xlsx"),
}
# What Wagtail itself gets wrong, and no translation mends: it counts pages found in units that have no name.
SLIPS = {"/admin/pages/search/": {"None"}, "/admin/pages/search/results/": {"None"}}
# A language is named in itself, for who cannot read the other; so is the county's own name.
OWN_NAMES = ("简体中文", "中文")


@pytest.fixture
def filled(county: None) -> None:
    """The site with its pages, staff, a case of either kind, and one of all that an operator edits."""
    factories.site()
    factories.hire(*factories.STAFF)
    factories.to_in_progress()
    factories.accusation()
    indexing.rebuild()
    RuleSetting.objects.get_or_create(rule="rating_30", defaults={"days": 20})
    NumberPrefix.objects.get_or_create(
        organisation=factories.unit(factories.AGRICULTURE), defaults={"prefix": "试信访"}
    )
    RegionRule.objects.create(
        region=Region.objects.get(code=factories.VILLAGE),
        category=Category.objects.get(code="130400"),
        organisation=factories.unit(factories.TOWNSHIP),
    )
    PublicCase.objects.create(
        title="灌溉水渠返工",
        question="村民希望水渠返工。",
        answer="施工单位已经返工。",
        petition_class="appeal",
        category=Category.objects.get(code="130400"),
        region=Region.objects.get(code=factories.VILLAGE),
        organisation=factories.unit(factories.AGRICULTURE),
        answered_in="2026-10-01",
        published_at="2026-11-01T08:00:00+08:00",
    )


def addresses(language: str) -> Iterator[str]:
    """Every address of the table, filled with what is there; public ones in their language's own place."""
    things = names_of(Petition.objects.get(petition_class="appeal"))
    for pattern, values in table().items():
        folder = pattern.removeprefix("admin/").split("/")[0]
        if pattern in ("admin/logout/", "accounts/logout/", "admin/failwhale/"):
            continue
        if "pk" in values and folder in EDITED:
            values = values | {
                "pk": str(EDITED[folder].objects.order_by("pk").values_list("pk", flat=True)[0])
            }
        path = address(pattern, values, things)
        public = not path.startswith(("/admin/", "/api/", "/documents/", "/_util/"))
        yield f"/en{path}" if language == "en" and public else path


def pages(client: Client, language: str) -> Iterator[tuple[str, BeautifulSoup]]:
    cache.clear()
    for path in addresses(language):
        response = client.get(path)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            yield path, BeautifulSoup(response.content, "html.parser")


def seen(page: BeautifulSoup, other: str) -> str:
    """The words that a person sees or hears, but for those that say to be in the ``other`` language."""
    for element in page.find_all(
        lambda tag: tag.name in NOT_SEEN or tag.has_attr("hidden") or _is_in(tag, other)
    ):
        element.decompose()
    for element in page.find_all(BLOCKS):
        element.insert_before("\n")
        element.append("\n")
    words = ["".join(str(text) for text in page.find_all(string=True) if type(text) is NavigableString)]
    for element in page.find_all(True):
        words += [str(element[name]) for name in SAID_ALOUD if element.get(name)]
        if element.name == "input" and element.get("type") in ("submit", "button"):
            words.append(str(element.get("value", "")))
    return "\n".join(words)


def _is_in(tag: Any, language: str) -> bool:
    return tag.name != "html" and str(tag.get("lang", "")).startswith(language)


def typed(words: re.Pattern[str]) -> re.Pattern[str]:
    """All texts of the database with such words in them, the longest first: names, titles, wordings, whatever people
    or files brought."""
    found: set[str] = set(OWN_NAMES) | {paper.subject for paper in Notice.objects.all()}
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            for row in model._default_manager.all():
                for field in model._meta.concrete_fields:
                    found |= set(_texts(getattr(row, field.attname)))
    lines = {line.strip() for text in found for line in text.splitlines()}
    longest_first = sorted(
        (line for line in lines if len(line) > 1 and words.search(line)), key=len, reverse=True
    )
    return re.compile("|".join(map(_alone, longest_first)))


def _alone(line: str) -> str:
    """A pattern for a line; a code such as "en" is none within another word."""
    before = "(?<![A-Za-z])" if re.match("[A-Za-z]", line) else ""
    after = "(?![A-Za-z])" if re.search("[A-Za-z]$", line) else ""
    return f"{before}{re.escape(line)}{after}"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)


class OtherLanguage:
    """Finds the words of the other language that are ours, line by line: pages share most of their lines, and each is
    judged once."""

    def __init__(self, language: str) -> None:
        self._words, self.name = (HAN, "zh") if language == "en" else (WORD, "en")
        self._known = typed(self._words)
        self._found: dict[str, set[str]] = {}

    def words(self, text: str) -> set[str]:
        """Those of a text."""
        found: set[str] = set()
        for line in (
            {text} if "{" in text else set(text.split("\n"))
        ):  # a placeholder may be longer than a line
            if line not in self._found:
                self._found[line] = self._of(line) if self._words.search(line) else set()
            found |= self._found[line]
        return found

    def _of(self, line: str) -> set[str]:
        return set(self._words.findall(MASKED.sub(" ", CODE.sub(" ", self._known.sub(" ", line))))) - NAMES


def strange_words(client: Client, language: str) -> dict[str, list[str]]:
    """Page by page, the words of the other language that are ours."""
    other, found = OtherLanguage(language), {}
    for path, page in pages(client, language):
        words = sorted(other.words(seen(page, other.name)) - SLIPS.get(path, set()))
        if words:
            found[path] = words
    return found


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", STAFF)
def test_staff_read_one_language_on_every_page(name: str, language: str) -> None:
    user = factories.staff(name)
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    client = Client()
    client.force_login(user)
    found = strange_words(client, language)
    assert found == {}, "\n".join(f"{path}: {' '.join(words)}" for path, words in found.items())


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_visitors_read_one_language_on_every_page(language: str) -> None:
    found = strange_words(Client(), language)
    assert found == {}, "\n".join(f"{path}: {' '.join(words)}" for path, words in found.items())
