"""Mail and text messages reach real receivers, once for each key, and errors are told apart."""

import email
import email.policy
import socket
import threading

import pytest
from aiosmtpd.controller import Controller

from delivery import channels
from delivery.errors import Undeliverable

MAIL = {"to": "resident@example.com", "subject": "您的信访事项有新进展", "body": "您好：𠮷㐂\n请查看。"}
SMS = {"to": "+86 199-0000-1234", "subject": "", "body": "有新进展𠮷"}


class Mailbox:
    """What a mail server keeps: refuses whom it does not know, for good or for now."""

    def __init__(self):
        self.mails = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("unknown"):
            return "550 no such user"
        if address.startswith("busy"):
            return "451 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def mailbox(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings.SUNSHINE_MAIL_CHANNEL = "smtp"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    settings.DEFAULT_FROM_EMAIL = "sunshine@example.com"
    yield mailbox
    controller.stop()


@pytest.fixture
def gateway(settings, receiver):
    settings.SUNSHINE_SMS_CHANNEL = "http"
    settings.SUNSHINE_SMS_URL = receiver.url
    settings.SUNSHINE_SMS_TOKEN = "a-token-for-tests"
    return receiver


def test_a_mail_arrives_as_it_was_written_and_says_that_a_machine_sent_it(mailbox):
    channels.mail(MAIL, "case-1")
    [mail] = mailbox.mails
    assert (mail["To"], mail["From"], mail["Subject"]) == (
        MAIL["to"],
        "sunshine@example.com",
        MAIL["subject"],
    )
    assert mail.get_content().split() == MAIL["body"].split()
    assert mail["Auto-Submitted"] == "auto-generated"


def test_a_mail_sent_twice_has_one_message_id_and_another_key_has_another(mailbox):
    for key in ("case-1", "case-1", "case-2"):
        channels.mail(MAIL, key)
    ids = [mail["Message-ID"] for mail in mailbox.mails]
    assert ids[0] == ids[1] != ids[2]
    assert "case" not in ids[0]


@pytest.mark.parametrize(
    ("to", "code"), [("unknown@example.com", "recipient_refused"), ("no address", "not_a_mail_address")]
)
def test_a_mail_to_nobody_is_given_up(mailbox, to, code):
    with pytest.raises(Undeliverable) as failed:
        channels.mail(MAIL | {"to": to}, "k")
    assert failed.value.code == code


def test_a_mail_that_is_refused_for_now_may_be_tried_again(mailbox):
    with pytest.raises(Exception) as failed:
        channels.mail(MAIL | {"to": "busy@example.com"}, "k")
    assert not isinstance(failed.value, Undeliverable)


def test_a_mail_with_a_second_header_in_its_subject_is_given_up(mailbox):
    with pytest.raises(Undeliverable, match="bad_header"):
        channels.mail(MAIL | {"subject": "a\nBcc: other@example.com"}, "k")
    assert mailbox.mails == []


def test_a_mail_server_that_is_away_is_worth_another_try(mailbox, settings):
    settings.EMAIL_PORT = 1
    with pytest.raises(OSError):
        channels.mail(MAIL, "k")


def test_a_text_message_is_posted_with_token_and_key(gateway):
    channels.sms(SMS, "case-1")
    [(key, body, headers)] = gateway.requests
    assert body == {"to": "19900001234", "text": SMS["body"]}
    assert key == channels.key_digest("case-1")
    assert headers["Authorization"] == "Bearer a-token-for-tests"


def test_a_text_message_sent_twice_is_taken_once_by_its_key(gateway):
    for _ in range(2):
        channels.sms(SMS, "case-1")
    assert len(gateway.requests) == 2
    assert len(gateway.accepted) == 1


@pytest.mark.parametrize("status", [400, 410, 413, 422])
def test_a_refusal_of_the_gateway_is_final(gateway, status):
    gateway.status = status
    with pytest.raises(Undeliverable, match=f"gateway_refused_{status}"):
        channels.sms(SMS, "k")


@pytest.mark.parametrize("status", [401, 404, 409, 429, 500, 503])
def test_a_gateway_that_is_wrongly_set_or_busy_is_worth_another_try(gateway, status):
    gateway.status = status
    with pytest.raises(Exception) as failed:
        channels.sms(SMS, "k")
    assert not isinstance(failed.value, Undeliverable)


def test_a_redirect_carries_no_phone_number_anywhere(gateway):
    gateway.status, gateway.headers = 307, {"Location": gateway.url + "/elsewhere"}
    with pytest.raises(Exception, match="307"):
        channels.sms(SMS, "k")
    assert len(gateway.requests) == 1


@pytest.mark.parametrize("to", ["0990-6543210", "12345", "", "张三"])
def test_a_text_message_to_no_mobile_phone_is_given_up_before_it_leaves(gateway, to):
    with pytest.raises(Undeliverable, match="not_a_mobile_number"):
        channels.sms(SMS | {"to": to}, "k")
    assert gateway.requests == []


def test_a_gateway_that_is_away_is_worth_another_try(settings):
    settings.SUNSHINE_SMS_CHANNEL, settings.SUNSHINE_SMS_URL = "http", "http://127.0.0.1:1/"
    with pytest.raises(OSError):
        channels.sms(SMS, "k")


def test_in_the_demo_messages_are_readable_files_one_a_key(settings, tmp_path):
    settings.VAR = tmp_path
    settings.SUNSHINE_MAIL_CHANNEL = settings.SUNSHINE_SMS_CHANNEL = "files"
    for key in ("a", "a", "b"):
        channels.mail(MAIL, key)
        channels.sms(SMS, key)
    mails, texts = ([*(tmp_path / "outbox" / channel).iterdir()] for channel in ("mail", "sms"))
    assert len(mails) == len(texts) == 2
    assert MAIL["subject"] in mails[0].read_text()
    assert SMS["body"] in texts[0].read_text()
    assert {path.stat().st_mode & 0o777 for path in mails + texts} == {0o600}


def test_many_threads_write_one_file_whole(settings, tmp_path):
    settings.VAR, settings.SUNSHINE_SMS_CHANNEL = tmp_path, "files"
    threads = [threading.Thread(target=channels.sms, args=(SMS, "same")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [file] = (tmp_path / "outbox" / "sms").iterdir()
    assert file.read_text() == f"To: {SMS['to']}\n\n{SMS['body']}\n"


def test_a_channel_switched_off_after_posting_sends_nothing_and_says_so(settings):
    settings.SUNSHINE_SMS_CHANNEL = "off"
    with pytest.raises(Undeliverable, match="channel_off"):
        channels.sms(SMS, "k")
