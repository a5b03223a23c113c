"""Invitations: a token kept as a hash only, one joining each, closed by it."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from storage import invitations
from storage.database import Transaction
from storage.invitations import Joining
from tests.storage.pair import Pair, dump

LATER = datetime(2026, 6, 2, 8, tzinfo=UTC)


def issue(tx: Transaction, token: str, source: str | None = None, expires_at: datetime = LATER) -> bool:
    return invitations.issue(tx, token=token, role="peer_worker", region="FR-ARA", expires_at=expires_at, source=source)


def number(tx: Transaction, token: str) -> int:
    found = invitations.by_token(tx, token)
    assert found
    return found.id


def test_an_invitation_is_found_by_its_token_which_is_not_kept(pair: Pair) -> None:
    with pair.begin() as tx:
        assert issue(tx, "a-token")
        found = invitations.by_token(tx, "a-token")
        assert found
        assert (found.role, found.region, found.expires_at, found.state) == ("peer_worker", "FR-ARA", LATER, "open")
        assert invitations.by_id(tx, found.id) == found
        assert invitations.by_token(tx, "another") is None
        assert "a-token" not in str(dump(tx))
        assert b"a-token" not in invitations.token_hash("a-token")


def test_the_same_tap_twice_is_one_invitation_with_the_newest_link(pair: Pair) -> None:
    with pair.begin() as tx:
        assert issue(tx, "first", "tap")
        assert issue(tx, "second", "tap", LATER + timedelta(hours=1))
        assert issue(tx, "other", "tap 2")
        assert invitations.by_token(tx, "first") is None
        found = invitations.by_token(tx, "second")
        assert found
        assert found.expires_at == LATER + timedelta(hours=1)
        assert len(dump(tx)["invitations"]) == 2


def test_a_tap_whose_invitation_is_used_makes_no_other(pair: Pair) -> None:
    with pair.begin() as tx:
        issue(tx, "first", "tap")
        invitations.begin(tx, 1, number(tx, "first"), "fr", "FR-ARA")
        joining = invitations.joining(tx, 1)
        assert joining
        invitations.finish(tx, joining)
        assert not issue(tx, "second", "tap")
        assert invitations.by_token(tx, "second") is None
        assert issue(tx, "x")
        assert issue(tx, "y")  # without a source, each is a new one


def test_a_joining_notes_what_was_said_and_ends_with_its_invitation(pair: Pair) -> None:
    with pair.begin() as tx:
        issue(tx, "t")
        invitation = number(tx, "t")
        assert invitations.joining(tx, 1) is None
        assert invitations.taken_by(tx, invitation) is None
        invitations.begin(tx, 1, invitation, "fr", None)
        assert invitations.taken_by(tx, invitation) == 1
        invitations.note(tx, 1, promise="v1", first_name="Awa")
        invitations.note(tx, 2, promise="v1")  # nobody: nothing happens
        found = invitations.joining(tx, 1)
        assert found == Joining(1, invitation, "fr", "v1", None, "Awa", None)
        invitations.finish(tx, found)
        assert invitations.joining(tx, 1) is None
        assert invitations.by_id(tx, invitation).state == "used"


def test_a_new_joining_of_an_account_replaces_its_unfinished_one(pair: Pair) -> None:
    with pair.begin() as tx:
        issue(tx, "a")
        issue(tx, "b")
        invitations.begin(tx, 1, number(tx, "a"), "fr", None)
        invitations.begin(tx, 1, number(tx, "b"), "fr", None)
        assert invitations.taken_by(tx, number(tx, "a")) is None
        assert invitations.taken_by(tx, number(tx, "b")) == 1


def test_two_accounts_never_join_with_one_invitation(pair: Pair) -> None:
    with pair.rehearse() as tx:
        issue(tx, "a")
        invitations.begin(tx, 1, number(tx, "a"), "fr", None)
        with pytest.raises(sa.exc.IntegrityError):
            invitations.begin(tx, 2, number(tx, "a"), "fr", None)
