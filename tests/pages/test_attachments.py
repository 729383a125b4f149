"""Files of a disclosure: looked through to the last character, and of the place that publishes."""

from __future__ import annotations

import factories
import publishing
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from accounts.models import Membership, Role
from cms.pages.models import DisclosureAttachment, DisclosurePage, PublicFile
from privacy.uploads.kinds import MAX_TEXT

CHOOSER = "/admin/disclosures/files/"
WORDS = "按面积发放。".encode()


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(factories.staff(name))
    return client


def save(client: Client, page: DisclosurePage, *files: PublicFile):
    """Post the form of a draft with these files in it, whatever the chooser would have offered."""
    attached = inline_formset([{"file": file.pk, "id": "", "ORDER": n} for n, file in enumerate(files, 1)])
    fields = {"item": page.item_id, "period_from": page.period_from, "period_to": page.period_to, "lede": ""}
    fields |= {"publishing_unit": page.publishing_unit_id, "prepared_by": "", "checked_by": ""}
    fields |= {"display_days": "", "body": streamfield([]), "attachments": attached}
    data = nested_form_data(fields | {"comments": inline_formset([])})
    return client.post(f"/admin/pages/{page.pk}/edit/", data)


def files_of(page: DisclosurePage) -> list[PublicFile]:
    newest = DisclosurePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return [one.file for one in newest.attachments.all()]


def writes_for_the_other_village_too() -> None:
    other = factories.unit(factories.OTHER_VILLAGE)
    Membership.objects.create(user=factories.staff("clerk"), role=Role.CLERK, organisation=other)


def test_a_file_too_long_to_be_looked_through_is_not_taken_and_the_clerk_reads_why(site) -> None:
    with pytest.raises(ValidationError) as refused:
        publishing.attached("名册.txt", ("田" * MAX_TEXT + "19900017777").encode())
    (reason,) = refused.value.message_dict["file"]
    assert "2,000,000" in reason and "太长" in reason
    assert not PublicFile.objects.exists()


def test_a_file_of_the_place_is_attached(site) -> None:
    page, own = publishing.draft("D036"), publishing.attached("说明.txt", WORDS)
    assert save(signed_in("clerk"), page, own).status_code == 302
    assert files_of(page) == [own]


@pytest.mark.parametrize("writes_there", [False, True])
def test_the_key_of_another_places_file_is_refused_however_it_comes(site, writes_there: bool) -> None:
    page = publishing.draft("D036")
    foreign = publishing.attached("说明.txt", WORDS, of=factories.OTHER_VILLAGE)
    if writes_there:
        writes_for_the_other_village_too()
    answer = save(signed_in("clerk"), page, foreign)
    assert answer.status_code == 200 and "属于别的地方" in answer.content.decode()
    assert files_of(page) == []


def test_no_way_past_the_form_ties_another_places_file_to_a_page(site) -> None:
    page = publishing.draft("D036")
    foreign = publishing.attached("说明.txt", WORDS, of=factories.OTHER_VILLAGE)
    with pytest.raises(ValidationError):
        DisclosureAttachment(page=page, file=foreign).full_clean()
    page.attachments.add(DisclosureAttachment(file=foreign))
    with pytest.raises(ValidationError):
        page.save_revision()


@pytest.fixture
def public(site) -> DisclosurePage:
    """A disclosure that is public with a file."""
    page = publishing.draft("D036")
    page.attachments.add(DisclosureAttachment(file=publishing.attached("说明.txt", WORDS)))
    page.save_revision(user=factories.staff("clerk"))
    return publishing.approve(page)


@pytest.mark.parametrize("keep_live", [True, False])
def test_a_copy_for_another_place_does_not_take_the_files_along(
    public: DisclosurePage, keep_live: bool
) -> None:
    with pytest.raises(ValidationError):
        public.copy(to=publishing.place(factories.OTHER_VILLAGE), keep_live=keep_live)
    assert list(DisclosurePage.objects.all()) == [public]
    public.copy(to=publishing.place(), update_attrs={"slug": "d036-again"}, keep_live=keep_live)
    assert DisclosurePage.objects.count() == 2


def test_a_page_that_was_moved_is_not_stored_for_its_new_place_with_the_files_of_the_old(
    public: DisclosurePage,
) -> None:
    public.move(publishing.place(factories.OTHER_VILLAGE), pos="last-child")
    moved = DisclosurePage.objects.get()
    with pytest.raises(ValidationError):
        moved.save()
    assert DisclosurePage.objects.get().region.code == factories.VILLAGE


def upload(client: Client, **said: object):
    file = SimpleUploadedFile("说明.txt", WORDS)
    return client.post(f"{CHOOSER}create/", {"file": file, "looked_through": "on"} | said)


def test_who_writes_for_one_place_brings_files_for_it_and_is_not_asked(site) -> None:
    clerk = signed_in("clerk")
    assert 'name="place"' not in clerk.get(CHOOSER).json()["html"]
    upload(clerk)
    assert PublicFile.objects.get().region.code == factories.VILLAGE


def test_who_writes_for_several_places_says_for_which_a_file_is_and_reads_it_in_the_list(site) -> None:
    writes_for_the_other_village_too()
    clerk, other = signed_in("clerk"), publishing.place(factories.OTHER_VILLAGE).region
    assert upload(clerk).json()["step"] == "reshow_creation_form" and not PublicFile.objects.exists()
    upload(clerk, place=publishing.place("990121103000").region.pk)
    assert not PublicFile.objects.exists(), "it is no place of hers"
    upload(clerk, place=other.pk)
    assert PublicFile.objects.get().region == other
    assert other.name in clerk.get(f"{CHOOSER}results/").content.decode()
