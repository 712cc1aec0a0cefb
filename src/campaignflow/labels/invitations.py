"""What is said about invitations: in the mail itself, and by the command that writes it."""

from campaignflow.labels.shape import Sentence, error, note, warning

__all__ = ["SENTENCES", "WORDS"]

WORDS: dict[str, tuple[str, str]] = {
    "invite-new": ("新邀请", "new"),
    "invite-updated": ("更新", "updated"),
    "invite-cancelled": ("取消", "cancelled"),
    "mail-subject-new": ("邀请：{title}", "Invitation: {title}"),
    "mail-subject-updated": ("更新：{title}", "Updated: {title}"),
    "mail-subject-cancelled": ("取消：{title}", "Cancelled: {title}"),
    "mail-new": ("邀请参加“{title}”：{when}。", "You are invited to “{title}”: {when}."),
    "mail-moved": ("“{title}”改到 {when}，原定 {before}。", "“{title}” is now {when}; it was {before}."),
    "mail-place": ("“{title}”的地点改为：{where}。", "“{title}” now takes place here: {where}."),
    "mail-no-place": ("“{title}”的地点另定。", "Where “{title}” takes place is open again."),
    "mail-renamed": ("“{before}”改称“{title}”。", "“{before}” is now called “{title}”."),
    "mail-confirmed": ("“{title}”的日期已确定。", "The date of “{title}” is confirmed."),
    "mail-provisional": ("“{title}”的日期改为暂定。", "The date of “{title}” is provisional again."),
    "mail-reworded": (
        "“{title}”（{when}）的说明或参加单位有变。",
        "What is said of “{title}” ({when}), or who comes, has changed.",
    ),
    "mail-off": (
        "“{title}”原定 {when}，现不举行。",
        "“{title}”, planned for {when}, does not take place then.",
    ),
    "mail-withdrawn": (
        "“{title}”（{when}）的邀请撤回。",
        "The invitation to “{title}” ({when}) is withdrawn.",
    ),
    "mail-when": ("时间：{when}", "When: {when}"),
    "mail-where": ("地点：{where}", "Where: {where}"),
    "mail-zoned": ("{span}（{zone}）", "{span} ({zone})"),
    "help-invitations": (
        "把要发的邀请、改期和取消写成邮件。",
        "Write what is to be sent to units and media as mail.",
    ),
    "help-invitations-folder": ("写到哪个文件夹。", "Folder to write to."),
    "help-organizer": ("由谁邀请：名称 <地址>。", "Who invites: name <address>."),
    "help-addresses": ("单位和媒体的邮箱：YAML、JSON 或 TOML。", "Mail addresses by id: YAML, JSON or TOML."),
    "help-since": (
        "上次发到何时：时刻、日期或操作号。",
        "When they were last sent: a moment, a day or an act.",
    ),
    "help-invitations-form": ("eml（默认）、ics 或 both。", "eml (default), ics or both."),
    "help-server-invites": ("允许服务器自己发邀请。", "Let the server write to them by itself."),
}

SENTENCES: dict[str, Sentence] = {
    "addresses-none": error(
        "没有读到邮箱。每行写一个，如 press: 宣传中心 <press@example.org>；表格（CSV）请先改成这样。",
        "No addresses could be read. Write one on each line, as press: Press centre <press@example.org>; "
        "rewrite a table (CSV) like this first.",
    ),
    "address-not-text": error(
        "{who} 后面要直接写一个邮箱，如 {who}: name@example.org。",
        "Write one address behind {who}, as {who}: name@example.org.",
    ),
    "address-of-nobody": warning(
        "计划里没有编号为 {who} 的单位或媒体，这个邮箱没有用上。",
        "The plan has no unit or medium with the id {who}; its address is not used.",
    ),
    "invitations-state-unreadable": error(
        "{file} 不是 invitations 写的，不知道上次发到何时，什么也没有写。请换一个文件夹，或用 --since 写明。",
        "{file} was not written by invitations, so nobody knows what was sent last; nothing was written. Choose "
        "another folder, or say it with --since.",
    ),
    "invitations-of-another": error(
        "{file} 记的是 {programme} 的邀请，什么也没有写。每份计划用自己的文件夹。",
        "{file} is about the invitations of {programme}; nothing was written. Give each programme a folder of its own.",
    ),
    "invitations-no-folder": error(
        "{folder} 不是文件夹，什么也没有写。", "{folder} is no folder; nothing was written."
    ),
    "invitations-half": error(
        "要邀请，请同时写 --organizer 和 --addresses。",
        "To invite, give both --organizer and --addresses.",
    ),
    "invitation-item": note("{change}：{title} → {parties}", "{change}: {title} → {parties}"),
    "invitations-written": note("已写入 {folder}：{counts}。", "Wrote to {folder}: {counts}."),
    "invitations-would": note(
        "将写入 {folder}：{counts}。什么也没有写。", "Would write to {folder}: {counts}. Nothing was written."
    ),
    "invitations-nothing": note("自 {since} 以来没有要发的。", "Nothing is to be sent since {since}."),
    "invitations-nobody": note("没有可邀请的。", "There is nothing to invite anybody to."),
    "invitations-without-address": note(
        "没有邮箱、因此不邀请：{parties}。", "Not invited, as they have no address: {parties}."
    ),
}
