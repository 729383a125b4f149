"""The site refuses to start with channels by which letters would reach nobody."""

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from delivery.checks import channels_are_usable


def ids():
    return [problem.id for problem in channels_are_usable()]


def test_the_check_is_among_those_that_every_start_runs(settings):
    settings.SUNSHINE_MAIL_CHANNEL = "pigeon"
    assert "delivery.E001" in [problem.id for problem in run_checks()]


@pytest.mark.parametrize(
    ("mail", "sms", "found"),
    [
        ("smtp", "off", []),
        ("off", "off", []),
        ("pigeon", "off", ["delivery.E001"]),
        ("http", "off", ["delivery.E001"]),
        ("smtp", "smtp", ["delivery.E001"]),
        ("files", "files", ["delivery.E002", "delivery.E002"]),
        ("", "", ["delivery.E001", "delivery.E001"]),
    ],
)
def test_in_production_channels_are_known_and_reach_somebody(settings, mail, sms, found):
    settings.SUNSHINE_FILES_CHANNEL_ALLOWED = False
    settings.SUNSHINE_MAIL_CHANNEL, settings.SUNSHINE_SMS_CHANNEL = mail, sms
    assert ids() == found


def test_files_do_in_the_demo(settings):
    settings.SUNSHINE_FILES_CHANNEL_ALLOWED = True
    settings.SUNSHINE_MAIL_CHANNEL = settings.SUNSHINE_SMS_CHANNEL = "files"
    assert ids() == []


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://sms.example/send", []),
        ("http://127.0.0.1:9000/send", []),
        ("http://sms.example/send", ["delivery.E003"]),
        ("ftp://sms.example/send", ["delivery.E003"]),
        ("sms.example", ["delivery.E003"]),
    ],
)
def test_phone_numbers_travel_encrypted(settings, url, found):
    settings.SUNSHINE_SMS_CHANNEL, settings.SUNSHINE_SMS_URL = "http", url
    assert ids() == found


def test_a_wrong_channel_stops_the_command_line(settings):
    settings.SUNSHINE_MAIL_CHANNEL = "pigeon"
    with pytest.raises(CommandError, match="SUNSHINE_MAIL_CHANNEL"):
        call_command("check")
