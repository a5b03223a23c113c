"""Which function answers which method of the Bot API; getUpdates alone waits and stands elsewhere."""

from collections.abc import Callable
from typing import Any

from bot.demo.botapi import chats, commands, editing, files, links, polls, sending, topics, webhooks
from bot.demo.botapi.parameters import Values
from bot.demo.botapi.state import JSON
from bot.demo.botapi.world import World

SIMPLE = (
    "can_read_all_group_messages",
    "supports_inline_queries",
    "can_connect_to_business",
    "has_main_web_app",
)


def get_me(world: World, values: Values) -> JSON:
    return world.bot | {"can_join_groups": True} | dict.fromkeys(SIMPLE, False)


Call = Callable[[World, Values], Any]

CALLS: dict[str, Call] = {
    "getMe": get_me,
    "setWebhook": webhooks.set_webhook,
    "deleteWebhook": webhooks.delete_webhook,
    "getWebhookInfo": webhooks.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendDocument": sending.send_document,
    "sendPhoto": sending.send_photo,
    "sendChatAction": sending.send_chat_action,
    "sendPoll": polls.send_poll,
    "stopPoll": polls.stop_poll,
    "editMessageText": editing.edit_message_text,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "answerCallbackQuery": editing.answer_callback_query,
    "setMessageReaction": editing.set_message_reaction,
    "pinChatMessage": editing.pin_chat_message,
    "unpinChatMessage": editing.unpin_chat_message,
    "getFile": files.get_file,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatAdministrators": chats.get_chat_administrators,
    "getChatMemberCount": chats.get_chat_member_count,
    "banChatMember": chats.ban_chat_member,
    "unbanChatMember": chats.unban_chat_member,
    "restrictChatMember": chats.restrict_chat_member,
    "leaveChat": chats.leave_chat,
    "createChatInviteLink": links.create_chat_invite_link,
    "exportChatInviteLink": links.export_chat_invite_link,
    "revokeChatInviteLink": links.revoke_chat_invite_link,
    "approveChatJoinRequest": links.approve_chat_join_request,
    "declineChatJoinRequest": links.decline_chat_join_request,
    "createForumTopic": topics.create_forum_topic,
    "editForumTopic": topics.edit_forum_topic,
    "closeForumTopic": topics.close_forum_topic,
    "reopenForumTopic": topics.reopen_forum_topic,
    "deleteForumTopic": topics.delete_forum_topic,
    "setMyCommands": commands.set_my_commands,
    "getMyCommands": commands.get_my_commands,
    "deleteMyCommands": commands.delete_my_commands,
    "setMyName": commands.set_my_name,
    "setMyDescription": commands.set_my_description,
    "setMyShortDescription": commands.set_my_short_description,
}
LOOKS = frozenset(name for name in CALLS if name.startswith("get"))
