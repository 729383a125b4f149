"""Whose pages are shown, and how each is reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.ledgers import made

Steps = Callable[[Page, str], None]
RESIDENT = ""  # the visitor who has no user name
VILLAGE = "990121103204"
IMPORT = f"admin/disclosures/import/{VILLAGE}/"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Shot:
    """A page with a name for its file, who looks at it, and either its path or the steps that lead there."""

    name: str
    visitor: str = RESIDENT
    path: str = ""
    steps: Steps | None = None
    status: int = 200
    files: bool = False  # whether going there files a petition
    beside: bool = (
        False  # whether Wagtail keeps panels beside the window, which come in when they are asked for
    )

    def open(self, page: Page, address: str, language: str) -> int:
        """Go there in that language; the status of the answer."""
        start = f"{address}en/" if self.visitor == RESIDENT and language == "en" else address
        if self.steps is not None:
            self.steps(page, start)
            return self.status
        answer = page.goto(start + self.path)
        return answer.status if answer is not None else self.status


def arrive(context: BrowserContext, address: str, user_name: str, language: str) -> None:
    """Sign in a member of staff, who has chosen that language for the admin; a resident just comes."""
    if user_name == RESIDENT:
        return
    from wagtail.users.models import UserProfile

    from accounts.models import User
    from sunshine.demo.people import PASSWORD

    profile = UserProfile.get_for_user(User.objects.get(username=user_name))
    profile.preferred_language = "en" if language == "en" else "zh-hans"
    profile.save()
    page = context.new_page()
    page.goto(f"{address}accounts/login/")
    page.fill("input[name=login]", user_name)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{address}admin/**")
    page.close()


def file_petition(page: Page, start: str) -> None:
    """Write a petition and send it: the receipt. By script, for fields of later steps are not shown yet."""
    page.goto(f"{start}petition/new/")
    page.evaluate(
        """values => {
          const form = document.querySelector("form [name=title]").form;
          for (const [name, value] of Object.entries(values))
            for (const field of form.querySelectorAll(`[name="${name}"]`))
              if (field.type === "radio") field.checked = field.value === value;
              else if (field.type === "checkbox") field.checked = true;
              else field.value = value;
          form.submit();
        }""",
        {
            "petition_class": "appeal",
            "title": "提灌站停了半个月",
            "body": "临河的提灌站停了半个月，四十多亩秧田开始裂口，请安排维修并告诉我们哪天修好。",
            "region": "990121103205",
            "category": "131200",
            "identity": "named",
            "name": "蓝水生",
            "phone": "19900010001",
            "truth": "on",
            "privacy": "on",
        },
    )
    page.wait_for_url("**/petition/receipt/")


def track_answered(page: Page, start: str) -> None:
    """Open an answered case of the demo with its number and a fresh password."""
    from intake.petitions.models import Petition
    from intake.petitions.process import passwords

    petition = Petition.objects.filter(state="replied").earliest("submitted_at")
    page.goto(f"{start}track/")
    page.fill("[name=number]", petition.shown_number)
    page.fill("[name=password]", passwords.renew(petition))
    page.press("[name=password]", "Enter")  # beside a case still open stands a button to leave it
    page.wait_for_url("**/track/case/")


def on_from(case: Steps, path: str) -> Steps:
    """Open a case, then the page of it at ``path``."""

    def steps(page: Page, start: str) -> None:
        case(page, start)
        page.goto(page.url + path)

    return steps


def paper(page: Page, start: str) -> None:
    """Read the first paper of an answered case."""
    track_answered(page, start)
    page.click("#papers >> xpath=ancestor::section >> a >> nth=0")
    page.wait_for_url("**/track/case/notice/**")


def empty_form(page: Page, start: str) -> None:
    """Send the petition form with nothing in it: what it says is missing."""
    page.goto(f"{start}petition/new/")
    page.evaluate("document.querySelector('form [name=title]').form.submit()")
    page.wait_for_selector(".errsum")


def case_of(user_name: str, state: str = "", **which: Any) -> Steps:
    """Open the user's oldest case in that state, or of that kind."""

    def steps(page: Page, start: str) -> None:
        from accounts.models import User
        from intake.petitions.policies import visible_to

        cases = visible_to(User.objects.get(username=user_name))
        found = cases.filter(**({"state": state} if state else {}), **which)
        page.goto(f"{start}admin/cases/{found.earliest('submitted_at').number}/")

    return steps


def notice(desk: str = "", **which: str) -> Steps:
    """Open the newest accountability notice of a kind: on the public site, or a page of it at the desk."""

    def steps(page: Page, start: str) -> None:
        from cms.notices.models import Notice

        found = Notice.objects.filter(**which).latest("changed_at")
        page.goto(f"{start}admin/notices/{found.pk}/{desk}" if desk else f"{start}notices/{found.pk}/")

    return steps


def public_case(page: Page, start: str) -> None:
    """Read the newest public case."""
    page.goto(f"{start}cases/")
    page.click(".entries .what a >> nth=0")
    page.wait_for_url("**/cases/*-*/")


def summary_in(*states: str) -> Steps:
    """Open the summary that is in the first of these states; a draft is made where there is none."""

    def steps(page: Page, start: str) -> None:
        for state in states:
            page.goto(f"{start}admin/summaries/?tab={state}")
            if page.locator(".wb-queue .t a").count():
                break
        page.click(".wb-queue .t a >> nth=0")
        page.wait_for_url("**/admin/summaries/*-*/")
        if page.locator("form[action$='/do/begin/']").count():
            page.click("form[action$='/do/begin/'] button")
            page.wait_for_selector("[name=question]")

    return steps


def disclosure(item: str, path: str = "") -> Steps:
    """Read the newest disclosure of an item of the catalogue; ``path`` leads to another page about it."""

    def steps(page: Page, start: str) -> None:
        from cms.pages.models import DisclosurePage

        found = DisclosurePage.objects.filter(item__no=item, region__code=VILLAGE)
        shown = found.filter(live=True).latest("period_to", "first_published_at")
        page.goto(f"{start}{path.format(pk=shown.pk) or shown.path_on_site.removeprefix('/')}")

    return steps


def of_the_corrected_ledger(path: str) -> Steps:
    """A page of the ledger that was corrected: its newest version is ``{key}``, its disclosure ``{page}``."""

    def steps(page: Page, start: str) -> None:
        from cms.pages.models import DisclosureLedger

        row = DisclosureLedger.objects.get(version__number=2)
        page.goto(start + path.format(key=row.version_id, page=row.page_id))

    return steps


def spreadsheet(content: Callable[[], made.Made]) -> Steps:
    """Bring a spreadsheet to the village's import: what is wrong with it, and what the public would see."""

    def steps(page: Page, start: str) -> None:
        page.goto(start + IMPORT)
        page.set_input_files(
            "[name=file]", {"name": "收支.xlsx", "mimeType": SHEET, "buffer": content().content}
        )
        page.click("form:has([name=file]) button[type=submit]")
        page.wait_for_selector(".import-table")

    return steps


def waiting(path: str) -> Steps:
    """A page of the disclosure that waits for the review."""

    def steps(page: Page, start: str) -> None:
        from cms.pages.models import DisclosurePage

        found = DisclosurePage.objects.get(live=False, withdrawn_on=None)
        page.goto(start + path.format(pk=found.pk))

    return steps


REGISTERED = case_of("petition_office", "registered")
IN_PROGRESS = case_of("officer", "in_progress")
PROMISED = {"promise_due__isnull": False}
REPORTED = case_of("inspector", "submitted")

PAGES = (
    Shot("home"),
    Shot("elder", path="elder/"),
    Shot("help", path="help/"),
    Shot("office", path="office/"),
    Shot("privacy", path="privacy/"),
    Shot("accessibility", path="accessibility/"),
    Shot("not-found", path="no-such-page/", status=404),
    Shot("cases", path="cases/"),
    Shot("case", steps=public_case),
    Shot("petition-new", path="petition/new/"),
    Shot("petition-empty", steps=empty_form),
    Shot("receipt", steps=file_petition, files=True),
    Shot("track", path="track/"),
    Shot("track-case", steps=track_answered),
    Shot("track-paper", steps=paper),
    Shot("track-add", steps=on_from(track_answered, "add/")),
    Shot("track-rate", steps=on_from(track_answered, "rate/")),
    Shot("track-contact", steps=on_from(track_answered, "contact/")),
    Shot("track-lost", path="track/lost/"),
    Shot("places", path="r/"),
    Shot("county", path="r/990121000000/"),
    Shot("township", path="r/990121103000/"),
    Shot("village", path=f"r/{VILLAGE}/"),
    Shot("village-empty", path="r/990121101206/"),
    Shot("disclosures", path="disclosures/"),
    Shot("disclosure", steps=disclosure("D021")),
    Shot("disclosure-subsidy", steps=disclosure("D036")),
    Shot("disclosure-prose", steps=disclosure("D002")),
    Shot("disclosure-corrected", steps=of_the_corrected_ledger("ledgers/{key}/")),
    Shot("disclosure-changes", steps=of_the_corrected_ledger("ledgers/{key}/changes/")),
    Shot("objection", steps=disclosure("D021", "petition/new/?about={pk}")),
    Shot("search", path="search/"),
    Shot("search-found", path="search/?q=补贴"),
    Shot("search-nothing", path="search/?q=紫禁城"),
    Shot("statistics", path="statistics/"),
    Shot("statistics-year", path="statistics/2025/"),
    Shot("statistics-unit", path="statistics/unit/990121001-GOV/"),
    Shot("statistics-method", path="statistics/method/"),
    Shot("notices", path="notices/"),
    Shot("notice", steps=notice(state="published")),
    Shot("notice-gone", steps=notice(state="taken_down")),
    Shot("sign-in", path="accounts/login/"),
    Shot("desk-home", "petition_office", path="admin/"),
    Shot("desk-queue", "petition_office", path="admin/cases/"),
    Shot("desk-case", "petition_office", steps=REGISTERED),
    Shot("desk-transfer", "petition_office", steps=on_from(REGISTERED, "do/transfer/")),
    Shot("desk-approvals", "officer_head", path="admin/cases/approvals/"),
    Shot(
        "desk-reopening", "petition_office", steps=case_of("petition_office", reopen_asked_at__isnull=False)
    ),
    Shot("desk-promise", "petition_office", steps=case_of("petition_office", **PROMISED)),
    Shot(
        "desk-follow-up",
        "petition_office",
        steps=on_from(case_of("petition_office", **PROMISED), "do/follow_up/"),
    ),
    Shot("desk-merged", "petition_office", steps=case_of("petition_office", "merged")),
    Shot("desk-reviewed-twice", "petition_office", steps=case_of("petition_office", "final")),
    Shot("desk-summaries", "petition_head", path="admin/summaries/?tab=in_review"),
    Shot("desk-summary", "petition_head", steps=summary_in("in_review")),
    Shot("desk-summary-draft", "petition_office", steps=summary_in("waiting", "draft")),
    Shot("supervision", "petition_head", path="admin/supervision/"),
    Shot("supervision-near", "petition_head", path="admin/supervision/?rule=near"),
    Shot("supervision-months", "petition_head", path="admin/supervision/months/"),
    Shot("supervision-bulletin", "petition_head", path="admin/supervision/bulletin/"),
    Shot("supervision-assessment", "petition_head", path="admin/supervision/assessment/"),
    Shot("supervision-satisfaction", "petition_head", path="admin/supervision/satisfaction/"),
    Shot("officer-queue", "officer", path="admin/cases/"),
    Shot("officer-case", "officer", steps=IN_PROGRESS),
    Shot("officer-opinion", "officer", steps=on_from(IN_PROGRESS, "do/issue_opinion/")),
    Shot("officer-co", "transport_officer", steps=case_of("transport_officer", "in_progress")),
    Shot("officer-mediate", "officer", steps=on_from(IN_PROGRESS, "do/mediate/")),
    Shot("officer-print", "officer", steps=on_from(IN_PROGRESS, "print/")),
    Shot("centre-desk", "centre_clerk", path="admin/register/"),
    Shot("centre-register", "centre_clerk", path="admin/register/new/"),
    Shot("centre-identity", "centre_clerk", path="admin/register/identity/"),
    Shot("centre-urgent", "centre_clerk", path="admin/register/urgent/"),
    Shot("grid-register", "grid_worker", path="admin/register/grid/"),
    Shot("inspector-queue", "inspector", path="admin/cases/"),
    Shot("inspector-case", "inspector", steps=REPORTED),
    Shot("inspector-split-off", "inspector", steps=on_from(REPORTED, "do/split_off/")),
    Shot("notices-desk", "inspector_head", path="admin/notices/"),
    Shot("notices-preview", "inspector_head", steps=notice("preview/", state="submitted")),
    Shot("notices-new", "inspector_head", path="admin/notices/new/"),
    Shot("operator-home", "operator", path="admin/"),
    Shot("editor-home", "clerk", path="admin/"),
    Shot("editor-list", "clerk", path="admin/disclosures/"),
    Shot("editor-withdraw", "clerk", steps=of_the_corrected_ledger("admin/disclosures/{page}/withdraw/")),
    Shot("editor-page", "clerk", steps=of_the_corrected_ledger("admin/pages/{page}/edit/"), beside=True),
    Shot("import", "clerk", path=IMPORT),
    Shot("import-problems", "clerk", steps=spreadsheet(made.wrong_sums)),
    Shot("import-personal", "clerk", steps=spreadsheet(made.personal_data_in_remarks)),
    Shot("reviewer-home", "reviewer", path="admin/"),
    Shot("review", "reviewer", steps=waiting("admin/disclosures/{pk}/review/")),
)

# Pictures that README and docs show: name there → name of the picture taken.
PICTURES = {
    "home.png": "home-1280-light-zh.png",
    "disclosure.png": "disclosure-1280-light-zh.png",
    "import.png": "import-personal-1280-light-zh.png",
    "queue.png": "desk-queue-1280-light-zh.png",
    "case.png": "officer-case-1280-light-zh.png",
}
