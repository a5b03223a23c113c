"""Invitations: a draft each, a token kept as a hash only, the joinings they open and what goes with them."""

from datetime import UTC, datetime, timedelta

from storage import invitations
from storage.database import Transaction
from storage.invitations import Joining
from tests.storage.pair import Pair, dump
from tests.storage.people import member

LATER = datetime(2026, 6, 2, 8, tzinfo=UTC)


def issue(tx: Transaction, token: str) -> int:
    invitations.issue(tx, token=token, role="peer_worker", region="FR-ARA", days=7, expires_at=LATER)
    found = invitations.by_token(tx, token)
    assert found
    return found.id


def test_an_invitation_is_found_by_its_token_which_is_not_kept(pair: Pair) -> None:
    with pair.begin() as tx:
        number = issue(tx, "a-token")
        found = invitations.by_token(tx, "a-token")
        assert found
        assert (found.role, found.regions, found.expires_at, found.state) == ("peer_worker", ("FR-ARA",), LATER, "open")
        assert invitations.by_id(tx, number) == invitations.hold(tx, number) == found
        assert invitations.by_token(tx, "another") is None
        assert "a-token" not in str(dump(tx))
        assert b"a-token" not in invitations.token_hash("a-token")


def test_a_draft_becomes_an_invitation_that_leads_to_nobody(pair: Pair) -> None:
    with pair.begin() as tx:
        owner = member(tx, 1).id
        draft = invitations.begin_draft(tx, owner, "supervisor", "FR-BRE", 7)
        assert invitations.draft(tx, owner) == draft
        invitations.change(tx, draft.id, regions="FR-ARA national", uses=5, label="réunion", card=7, question=8)
        for token in ("one", "two"):
            found = invitations.open_with(tx, draft.id, token, LATER, "tap")
        assert invitations.by_token(tx, "one") is None
        assert invitations.by_token(tx, "two") == found
        assert (found.regions, found.uses, found.label, found.state) == (("FR-ARA", "national"), 5, "réunion", "open")
        assert (found.owner, found.card, found.question, invitations.draft(tx, owner)) == (None, None, None, None)
        invitations.discard(tx, draft.id)
        assert invitations.by_id(tx, draft.id) == found  # no draft any more
        again = invitations.begin_draft(tx, owner, "supervisor", "FR-BRE", 7)
        invitations.discard(tx, again.id)
        assert invitations.by_id(tx, again.id) is None


def test_what_is_over_used_up_or_revoked_goes_on_no_more(pair: Pair) -> None:
    with pair.begin() as tx:
        numbers = {token: issue(tx, token) for token in ("open", "used", "revoked")}
        invitations.begin_draft(tx, member(tx, 1).id, "supervisor", "FR-BRE", 7)
        invitations.use(tx, numbers["used"])
        invitations.revoke(tx, numbers["revoked"])
        assert [found.id for found in invitations.going_on(tx, LATER - timedelta(seconds=1))] == [numbers["open"]]
        assert invitations.going_on(tx, LATER) == []


def test_a_joining_notes_what_was_said(pair: Pair) -> None:
    with pair.begin() as tx:
        number = issue(tx, "t")
        assert invitations.joining(tx, 1) is None
        invitations.begin(tx, 1, number, "fr")
        invitations.note(tx, 1, promise="v1", first_name="Awa", adult=True)
        invitations.note(tx, 2, promise="v1")  # nobody: nothing happens
        found = Joining(1, number, "fr", "v1", None, True, "Awa", None, None, None, None, ("FR-ARA",))
        assert invitations.joining(tx, 1) == found
        assert invitations.under_way(tx, number) == 1
        invitations.stop(tx, 1)
        assert invitations.joining(tx, 1) is None
        assert invitations.under_way(tx, number) == 0


def test_a_new_joining_of_an_account_replaces_its_unfinished_one(pair: Pair) -> None:
    with pair.begin() as tx:
        a, b = issue(tx, "a"), issue(tx, "b")
        invitations.begin(tx, 1, a, "fr")
        invitations.begin(tx, 1, b, "fr")
        assert (invitations.under_way(tx, a), invitations.under_way(tx, b)) == (0, 1)


def test_revoking_ends_what_was_begun(pair: Pair) -> None:
    with pair.begin() as tx:
        number = issue(tx, "a")
        for account in (1, 2):
            invitations.begin(tx, account, number, "fr")
        invitations.revoke(tx, number)
        assert invitations.under_way(tx, number) == 0


def test_what_ended_is_forgotten(pair: Pair) -> None:
    with pair.begin() as tx:
        kept = issue(tx, "a")
        issue(tx, "b")
        invitations.begin(tx, 1, kept, "fr")
        assert invitations.forget(tx, LATER - timedelta(seconds=1)) == 0
        assert invitations.forget(tx, LATER) == 1
        assert (invitations.forget_joinings(tx, LATER), invitations.forget(tx, LATER)) == (1, 1)
        assert dump(tx)["invitations"] == dump(tx)["joinings"] == []


def test_a_draft_goes_with_its_owner(pair: Pair) -> None:
    with pair.begin() as tx:
        owner = member(tx, 1).id
        invitations.begin_draft(tx, owner, "supervisor", "FR-BRE", 7)
        tx.community.exec_driver_sql(f"DELETE FROM members WHERE id = {owner}")  # noqa: S608 - a number
        assert dump(tx)["invitations"] == []
