"""The mail page reads what a real catcher wrote."""

import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client, override_settings

from topmetro.demo import mail


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    folder = tmp_path / "mail"
    box = mailbox.Maildir(folder)
    for number, (to, subject) in enumerate(
        [("ada@example.org", "La tua ricevuta"), ("bruno@example.org", "Sei stato invitato")]
    ):
        message = EmailMessage()
        message["From"] = "topmetro <noreply@example.org>"
        message["To"] = to
        message["Subject"] = subject
        message["X-RcptTo"] = to
        message.set_content(f"Testo {number}: http://localhost:8000/en/")
        message.add_alternative(f"<h1 style='color:red'>{subject}</h1>", subtype="html")
        message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="r.pdf")
        box.add(message)
    return folder


def test_messages_are_listed_and_found_by_recipient(maildir: Path) -> None:
    with override_settings(DEMO_MAIL_DIR=str(maildir)):
        assert {letter.subject for letter in mail.letters()} == {
            "La tua ricevuta",
            "Sei stato invitato",
        }
        assert [letter.recipients for letter in mail.letters("BRUNO@")] == ["bruno@example.org"]


def test_without_a_catcher_the_page_says_what_will_be_there(db: None) -> None:
    with override_settings(DEMO_MAIL_DIR=""):
        assert "No mail yet" in Client().get("/en/demo/posta/").content.decode()


def test_a_message_shows_text_frame_and_attachment(db: None, maildir: Path) -> None:
    with override_settings(DEMO_MAIL_DIR=str(maildir)):
        letter = mail.letters("ada@")[0]
        response = Client().get(f"/en/demo/posta/{letter.name}/")
        page = response.content.decode()
        assert "Testo 0" in page
        assert '<a href="http://localhost:8000/en/"' in page
        assert "frame-src 'self'" in response["Content-Security-Policy"]
        attached = Client().get(f"/demo/posta/{letter.name}/allegati/0/")
        assert attached.content == b"%PDF-"
        assert attached["Content-Disposition"].startswith("attachment")
        assert Client().get(f"/demo/posta/{letter.name}/allegati/1/").status_code == 404


def test_a_messages_html_can_do_nothing(db: None, maildir: Path) -> None:
    with override_settings(DEMO_MAIL_DIR=str(maildir)):
        letter = mail.letters("ada@")[0]
        response = Client().get(f"/demo/posta/{letter.name}/html/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("name", ["..", "x", "1.M1.host", "..%2F..%2Fsecrets"])
def test_a_guessed_name_is_not_found(db: None, maildir: Path, name: str) -> None:
    with override_settings(DEMO_MAIL_DIR=str(maildir)):
        assert Client().get(f"/demo/posta/{name}/").status_code == 404
