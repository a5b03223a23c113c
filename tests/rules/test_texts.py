"""What a free text is for."""

from handlers.rules import drafts, invitations, joining, people, texts
from handlers.rules.refusal import Reason
from storage.database import Transaction
from tests.rules.cast import NOW, STRANGER, refused, somebody


def test_a_member_s_text_is_for_the_field_that_was_asked_or_free(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    assert texts.purpose(tx, ines) == "free"
    drafts.ask(tx, ines, drafts.prepare(tx, ines, "u", "Pairs").id, "title")
    assert texts.purpose(tx, ines) == "field"
    texts.forget(tx, ines)
    texts.forget(tx, ines)
    assert texts.purpose(tx, ines) == "free"


def test_coming_home_leaves_the_question_and_makes_reachable(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    drafts.ask(tx, ines, drafts.prepare(tx, ines, "u", "Pairs").id, "title")
    people.go_away(tx, ines)
    texts.come_home(tx, people.recognise(tx, 1, "fr"))
    back = people.recognise(tx, 1, "fr")
    assert (texts.purpose(tx, back), people.member(back).state) == ("free", "active")


def test_whoever_is_joining_writes_a_name_once_both_texts_are_agreed_to(tx: Transaction) -> None:
    invitations.by_operator(tx, "peer_worker", "FR-ARA", "t", NOW)
    joining.open_invitation(tx, people.recognise(tx, 1, "fr"), "t", NOW)
    found = [texts.purpose(tx, people.recognise(tx, 1, "fr"))]
    for text in ("promise", "charter"):
        joining.agree(tx, people.recognise(tx, 1, "fr"), text)
        found.append(texts.purpose(tx, people.recognise(tx, 1, "fr")))
    joining.give_name(tx, people.recognise(tx, 1, "fr"), "Awa")
    found.append(texts.purpose(tx, people.recognise(tx, 1, "fr")))
    assert found == ["step", "step", "name", "name"]


def test_a_stranger_has_nothing_to_write(tx: Transaction) -> None:
    assert refused(lambda: texts.purpose(tx, STRANGER)) == Reason.MEMBERS_ONLY
    texts.forget(tx, STRANGER)
