"""What the simulated Bot API accepts, stated once: methods, parameters, types, which are required, lengths.

One entry a line: `name: parameter type lengths; ...`, where `!` marks a required parameter, `*` an array,
`|` a choice and `1-32` a length in characters.
"""

METHODS = """
getMe:
getUpdates: allowed_updates *String; limit Integer; offset Integer; timeout Integer
setWebhook: url! String; allowed_updates *String; certificate InputFile; drop_pending_updates Boolean;
  ip_address String; max_connections Integer; secret_token String 1-256
deleteWebhook: drop_pending_updates Boolean
getWebhookInfo:
sendMessage: chat_id! Integer|String; text! String 1-4096; allow_paid_broadcast Boolean;
  business_connection_id String; direct_messages_topic_id Integer; disable_notification Boolean; entities
  *MessageEntity; link_preview_options LinkPreviewOptions; message_effect_id String; message_thread_id
  Integer; parse_mode String; protect_content Boolean; reply_markup
  InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply; reply_parameters ReplyParameters;
  suggested_post_parameters SuggestedPostParameters
sendDocument: chat_id! Integer|String; document! InputFile|String; allow_paid_broadcast Boolean;
  business_connection_id String; caption String 0-1024; caption_entities *MessageEntity;
  direct_messages_topic_id Integer; disable_content_type_detection Boolean; disable_notification Boolean;
  message_effect_id String; message_thread_id Integer; parse_mode String; protect_content Boolean;
  reply_markup InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply; reply_parameters
  ReplyParameters; suggested_post_parameters SuggestedPostParameters; thumbnail InputFile|String
sendPhoto: chat_id! Integer|String; photo! InputFile|String; allow_paid_broadcast Boolean;
  business_connection_id String; caption String 0-1024; caption_entities *MessageEntity;
  direct_messages_topic_id Integer; disable_notification Boolean; has_spoiler Boolean; message_effect_id
  String; message_thread_id Integer; parse_mode String; protect_content Boolean; reply_markup
  InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply; reply_parameters ReplyParameters;
  show_caption_above_media Boolean; suggested_post_parameters SuggestedPostParameters
sendPoll: chat_id! Integer|String; options! *InputPollOption; question! String 1-300; allow_adding_options
  Boolean; allow_paid_broadcast Boolean; allows_multiple_answers Boolean; allows_revoting Boolean;
  business_connection_id String; close_date Integer; correct_option_ids *Integer; country_codes *String;
  description String 0-1024; description_entities *MessageEntity; description_parse_mode String;
  disable_notification Boolean; explanation String 0-200; explanation_entities *MessageEntity;
  explanation_media InputPollMedia; explanation_parse_mode String; hide_results_until_closes Boolean;
  is_anonymous Boolean; is_closed Boolean; media InputPollMedia; members_only Boolean; message_effect_id
  String; message_thread_id Integer; open_period Integer; protect_content Boolean; question_entities
  *MessageEntity; question_parse_mode String; reply_markup
  InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply; reply_parameters ReplyParameters;
  shuffle_options Boolean; type String
stopPoll: chat_id! Integer|String; message_id! Integer; business_connection_id String; reply_markup
  InlineKeyboardMarkup
sendChatAction: action! String; chat_id! Integer|String; business_connection_id String; message_thread_id
  Integer
editMessageText: business_connection_id String; chat_id Integer|String; entities *MessageEntity;
  inline_message_id String; link_preview_options LinkPreviewOptions; message_id Integer; parse_mode String;
  reply_markup InlineKeyboardMarkup; rich_message InputRichMessage; text String 1-4096
editMessageReplyMarkup: business_connection_id String; chat_id Integer|String; inline_message_id String;
  message_id Integer; reply_markup InlineKeyboardMarkup
deleteMessage: chat_id! Integer|String; message_id! Integer
deleteMessages: chat_id! Integer|String; message_ids! *Integer
answerCallbackQuery: callback_query_id! String; cache_time Integer; show_alert Boolean; text String 0-200;
  url String
setMessageReaction: chat_id! Integer|String; message_id! Integer; is_big Boolean; reaction *ReactionType
pinChatMessage: chat_id! Integer|String; message_id! Integer; business_connection_id String;
  disable_notification Boolean
unpinChatMessage: chat_id! Integer|String; business_connection_id String; message_id Integer
getFile: file_id! String
getChat: chat_id! Integer|String
getChatMember: chat_id! Integer|String; user_id! Integer
getChatAdministrators: chat_id! Integer|String; return_bots Boolean
getChatMemberCount: chat_id! Integer|String
banChatMember: chat_id! Integer|String; user_id! Integer; revoke_messages Boolean; until_date Integer
unbanChatMember: chat_id! Integer|String; user_id! Integer; only_if_banned Boolean
restrictChatMember: chat_id! Integer|String; permissions! ChatPermissions; user_id! Integer; until_date
  Integer; use_independent_chat_permissions Boolean
leaveChat: chat_id! Integer|String
createChatInviteLink: chat_id! Integer|String; creates_join_request Boolean; expire_date Integer;
  member_limit Integer; name String 0-32
revokeChatInviteLink: chat_id! Integer|String; invite_link! String
exportChatInviteLink: chat_id! Integer|String
approveChatJoinRequest: chat_id! Integer|String; user_id! Integer
declineChatJoinRequest: chat_id! Integer|String; user_id! Integer
createForumTopic: chat_id! Integer|String; name! String 1-128; icon_color Integer; icon_custom_emoji_id
  String
editForumTopic: chat_id! Integer|String; message_thread_id! Integer; icon_custom_emoji_id String; name
  String 0-128
closeForumTopic: chat_id! Integer|String; message_thread_id! Integer
reopenForumTopic: chat_id! Integer|String; message_thread_id! Integer
deleteForumTopic: chat_id! Integer|String; message_thread_id! Integer
setMyCommands: commands! *BotCommand; language_code String; scope BotCommandScope
getMyCommands: language_code String; scope BotCommandScope
deleteMyCommands: language_code String; scope BotCommandScope
setMyDescription: description String 0-512; language_code String
setMyShortDescription: language_code String; short_description String 0-120
setMyName: language_code String; name String 0-64
"""

TYPES = """
MessageEntity: length! Integer; offset! Integer; type! String; custom_emoji_id String; date_time_format
  String; language String; unix_time Integer; url String; user User
LinkPreviewOptions: is_disabled Boolean; prefer_large_media Boolean; prefer_small_media Boolean;
  show_above_text Boolean; url String
ReplyParameters: message_id! Integer; allow_sending_without_reply Boolean; chat_id Integer|String;
  checklist_task_id Integer; poll_option_id String; quote String; quote_entities *MessageEntity;
  quote_parse_mode String; quote_position Integer
InlineKeyboardMarkup: inline_keyboard! **InlineKeyboardButton
InlineKeyboardButton: text! String; callback_data String; callback_game CallbackGame; copy_text
  CopyTextButton; icon_custom_emoji_id String; login_url LoginUrl; pay Boolean; style String;
  switch_inline_query String; switch_inline_query_chosen_chat SwitchInlineQueryChosenChat;
  switch_inline_query_current_chat String; url String; web_app WebAppInfo
CopyTextButton: text! String
ReplyKeyboardMarkup: keyboard! **KeyboardButton; input_field_placeholder String; is_persistent Boolean;
  one_time_keyboard Boolean; resize_keyboard Boolean; selective Boolean
KeyboardButton: text! String; icon_custom_emoji_id String; request_chat KeyboardButtonRequestChat;
  request_contact Boolean; request_location Boolean; request_managed_bot KeyboardButtonRequestManagedBot;
  request_poll KeyboardButtonPollType; request_users KeyboardButtonRequestUsers; style String; web_app
  WebAppInfo
ReplyKeyboardRemove: remove_keyboard! Boolean; selective Boolean
ForceReply: force_reply! Boolean; input_field_placeholder String; selective Boolean
ChatPermissions: can_add_web_page_previews Boolean; can_change_info Boolean; can_edit_tag Boolean;
  can_invite_users Boolean; can_manage_topics Boolean; can_pin_messages Boolean; can_react_to_messages
  Boolean; can_send_audios Boolean; can_send_documents Boolean; can_send_messages Boolean;
  can_send_other_messages Boolean; can_send_photos Boolean; can_send_polls Boolean; can_send_video_notes
  Boolean; can_send_videos Boolean; can_send_voice_notes Boolean
BotCommand: command! String; description! String
InputPollOption: text! String; media InputPollOptionMedia; text_entities *MessageEntity; text_parse_mode
  String
ReactionTypeEmoji: emoji! String; type! String
ReactionTypeCustomEmoji: custom_emoji_id! String; type! String
ReactionTypePaid: type! String
BotCommandScopeDefault: type! String
BotCommandScopeAllPrivateChats: type! String
BotCommandScopeAllGroupChats: type! String
BotCommandScopeAllChatAdministrators: type! String
BotCommandScopeChat: chat_id! Integer|String; type! String
BotCommandScopeChatAdministrators: chat_id! Integer|String; type! String
BotCommandScopeChatMember: chat_id! Integer|String; type! String; user_id! Integer
"""

# types told apart by the value of their field "type"
CHOICES = {
    "ReactionType": {
        "emoji": "ReactionTypeEmoji",
        "custom_emoji": "ReactionTypeCustomEmoji",
        "paid": "ReactionTypePaid",
    },
    "BotCommandScope": {
        "default": "BotCommandScopeDefault",
        "all_private_chats": "BotCommandScopeAllPrivateChats",
        "all_group_chats": "BotCommandScopeAllGroupChats",
        "all_chat_administrators": "BotCommandScopeAllChatAdministrators",
        "chat": "BotCommandScopeChat",
        "chat_administrators": "BotCommandScopeChatAdministrators",
        "chat_member": "BotCommandScopeChatMember",
    },
}

# parameters and fields that Telegram knows and this simulation refuses rather than to pretend
NOT_SIMULATED = frozenset(
    [
        "allow_adding_options",
        "allow_paid_broadcast",
        "answerCallbackQuery.url",
        "business_connection_id",
        "callback_game",
        "certificate",
        "checklist_task_id",
        "country_codes",
        "direct_messages_topic_id",
        "explanation_media",
        "inline_message_id",
        "login_url",
        "media",
        "members_only",
        "message_effect_id",
        "pay",
        "poll_option_id",
        "request_chat",
        "request_managed_bot",
        "request_poll",
        "request_users",
        "rich_message",
        "sendPoll.description",
        "suggested_post_parameters",
        "switch_inline_query",
        "switch_inline_query_chosen_chat",
        "switch_inline_query_current_chat",
        "web_app",
    ]
)
