"""A rule that says no raises a Refusal; its reason has a sentence in both languages and a way out."""

from enum import StrEnum


class Reason(StrEnum):
    """Every way the program says no; the sentence's key is `refusal.<value>`."""

    STALE = "stale"
    MEMBERS_ONLY = "members_only"
    COORDINATORS_ONLY = "coordinators_only"
    SUPERVISORS_ONLY = "supervisors_only"
    OTHER_REGION = "other_region"
    INVITATION_UNKNOWN = "invitation_unknown"
    INVITATION_USED = "invitation_used"
    INVITATION_EXPIRED = "invitation_expired"
    PAUSE_UNFIT = "pause_unfit"
    LAST_COORDINATOR = "last_coordinator"
    PERSON_GONE = "person_gone"
    INVITATION_REVOKED = "invitation_revoked"
    REGION_NEEDED = "region_needed"
    NAME_UNFIT = "name_unfit"
    ORGANISATION_UNFIT = "organisation_unfit"
    MEETING_GONE = "meeting_gone"
    MEETING_OVER = "meeting_over"
    MEETING_NEEDS_DATE = "meeting_needs_date"
    MEETING_IN_PAST = "meeting_in_past"
    DATE_NOT_READ = "date_not_read"
    DATE_NEEDS_HOUR = "date_needs_hour"
    DATE_PAST = "date_past"
    TEXT_TOO_LONG = "text_too_long"
    FIELD_TOO_LONG = "field_too_long"
    CARD_TOO_OLD = "card_too_old"
    CODE_UNKNOWN = "code_unknown"
    PIN_UNFIT = "pin_unfit"
    REPORT_GONE = "report_gone"
    REPORT_CLOSED = "report_closed"
    REPORT_UNREAD = "report_unread"
    REPORT_NOT_YOURS = "report_not_yours"
    KEY_LOST = "key_lost"
    NO_READER = "no_reader"
    NO_READER_THERE = "no_reader_there"
    QUOTA_BLOCKED = "quota_blocked"
    QUOTA_THREADS = "quota_threads"
    QUOTA_MESSAGES = "quota_messages"
    QUOTA_CODES = "quota_codes"
    QUOTA_CROWDED = "quota_crowded"
    TEXT_ONLY = "text_only"
    PHOTO_FIRST = "photo_first"
    PHOTO_AS_FILE = "photo_as_file"
    PHOTO_ALBUM = "photo_album"
    PHOTO_CAPTION = "photo_caption"
    PHOTO_UNFIT = "photo_unfit"
    PHOTO_ENOUGH = "photo_enough"
    NO_GROUP = "no_group"
    QUESTION_GONE = "question_gone"
    NOT_A_POST = "not_a_post"
    NOBODY_TOLD = "nobody_told"
    BOT_MAY_NOT_DELETE = "bot_may_not_delete"
    BOT_MAY_NOT_RESTRICT = "bot_may_not_restrict"
    ONLY_IN_SUPERGROUPS = "only_in_supergroups"
    AUTHOR_RUNS_GROUP = "author_runs_group"
    AUTHOR_UNREACHABLE = "author_unreachable"
    GROUP_REFUSES = "group_refuses"
    REQUEST_SETTLED = "request_settled"


class Refusal(Exception):
    """A polite no; `values` fill the sentence. Nothing of the use case is kept."""

    def __init__(self, reason: Reason, **values: object) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.values = values
