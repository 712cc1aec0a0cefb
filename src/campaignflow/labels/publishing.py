"""What is said about bringing a calendar to a CalDAV server."""

from campaignflow.labels.shape import Sentence, error, note

__all__ = ["SENTENCES", "WORDS"]

WORDS: dict[str, tuple[str, str]] = {
    "publish-created": ("新建", "created"),
    "publish-updated": ("更新", "updated"),
    "publish-cancelled": ("标为取消", "cancelled"),
    "publish-deleted": ("删除", "deleted"),
    "publish-unchanged": ("未变", "unchanged"),
    "publish-foreign": ("被他人改动", "changed by others"),
    "publish-failed": ("失败", "failed"),
    "publish-left": ("未办到", "not reached"),
    "help-publish": (
        "把日历发布到 CalDAV 服务器。",
        "Bring the calendar to a CalDAV server.",
    ),
    "help-publish-url": ("服务器上这个日历的地址。", "Address of the calendar on the server."),
    "help-publish-user": ("登录名。", "Who logs in."),
    "help-password-file": (
        "存密码的文件，代替环境变量。",
        "File with the password, in place of the environment.",
    ),
    "help-publish-state": (
        "在这个文件里记住写过什么。",
        "File in which to remember what was written.",
    ),
    "help-publish-overwrite": ("覆盖他人的改动。", "Write over what others changed."),
}

SENTENCES: dict[str, Sentence] = {
    "needs-caldav-extra": error(
        "发布到 CalDAV 需要附加组件，请运行：pip install 'campaignflow[caldav]'",
        "Publishing to CalDAV needs an extra: pip install 'campaignflow[caldav]'",
    ),
    "publish-no-address": error(
        "{url} 不是日历的地址，请写以 https:// 开头的地址。",
        "{url} is no address of a calendar; write one that begins with https://.",
    ),
    "publish-login-in-address": error(
        "地址里不能写登录名和密码。登录名用 --user，密码放在环境变量 CAMPAIGNFLOW_CALDAV_PASSWORD 或文件里。",
        "An address has no login in it. Give the name with --user, and the password in the environment "
        "(CAMPAIGNFLOW_CALDAV_PASSWORD) or a file.",
    ),
    "publish-open-line": error(
        "{url} 没有加密，密码会被人看到，没有发送。请用 https:// 的地址。",
        "{url} is not encrypted and the password could be read on the way; it was not sent. Use https://.",
    ),
    "publish-no-password": error(
        "登录名 {user} 缺少密码：请放在环境变量 CAMPAIGNFLOW_CALDAV_PASSWORD 里，或用 --password-file 指明文件。",
        "The password of {user} is missing: put it into the environment (CAMPAIGNFLOW_CALDAV_PASSWORD), or name a "
        "file with --password-file.",
    ),
    "publish-not-ours": error(
        "日历里的 {uid} 不属于计划 {programme}，什么也没有写。",
        "{uid} in the calendar is not of the programme {programme}; nothing was written.",
    ),
    "publish-no-calendar": error(
        "{url} 不是服务器上的日历。请先在服务器上建好日历，写它自己的地址。",
        "{url} is no calendar on a server. Make the calendar there first, and give its own address.",
    ),
    "publish-no-entry": error(
        "服务器不让登录或查看 {url}。请核对登录名和密码，或请管理员授权。",
        "The server does not let you into {url}. Check name and password, or ask who runs it for access.",
    ),
    "publish-unreachable": error(
        "连不上 {url}：{why}。已写的都已写好，稍后再运行即可。",
        "{url} cannot be reached: {why}. What was written is written; run it again later.",
    ),
    "publish-server-trouble": error(
        "服务器出错（{status}）。已写的都已写好，稍后再运行即可。",
        "The server is in trouble ({status}). What was written is written; run it again later.",
    ),
    "publish-forbidden": error(
        "服务器不让写这一项。请管理员给写的权限；如果这一项已用别的方式导入过，请先删去那一份。",
        "The server does not let you write this one. Ask who runs it for the right to write; if it was imported "
        "there some other way, delete that copy first.",
    ),
    "publish-not-taken": error(
        "服务器没有收下（{status}）。如果这一项已用别的方式导入过，请先删去那一份。",
        "The server did not take it ({status}). If it was imported there some other way, delete that copy first.",
    ),
    "publish-name-taken": error(
        "服务器上这个位置放的是别的内容（{uid}），没有改动。请先把它移走。",
        "Something else ({uid}) stands in its place on the server and was left alone. Move it away first.",
    ),
    "publish-stale": error(
        "服务器上的这一项刚被改过，请再运行一次。",
        "This one was changed on the server just now; run it again.",
    ),
    "publish-never-still": error(
        "服务器上的这一项一直有人在改，没有写。稍后再运行即可。",
        "This one was changed on the server again and again while it was to be written; run it again later.",
    ),
    "publish-edited-there": error(
        "有人在服务器上改过，没有覆盖。要采纳请改计划，要写回请加 --overwrite。",
        "Somebody changed it on the server; it was kept. Change the plan to agree, or write over it with --overwrite.",
    ),
    "publish-deleted-there": error(
        "有人在服务器上删了它，没有重写。要采纳请改计划，要写回请加 --overwrite。",
        "Somebody deleted it on the server; it was not written again. Change the plan to agree, or bring it back with "
        "--overwrite.",
    ),
    "publish-state-unreadable": error(
        "{file} 不是 publish 写的状态文件，什么也没有写。请换一个文件名。",
        "{file} is no state that publish wrote; nothing was written. Choose another name.",
    ),
    "publish-state-of-another": error(
        "{file} 记的是另一个日历（{url}，{programme}），什么也没有写。每个日历用自己的状态文件。",
        "{file} is of another calendar ({url}, {programme}); nothing was written. Give each calendar a file of its own.",
    ),
    "publish-item": note("{outcome}：{title}", "{outcome}: {title}"),
    "publish-apart": note(
        "{name}：我们是“{ours}”，服务器上是“{theirs}”", "{name}: ours “{ours}”, there “{theirs}”"
    ),
    "publish-done": note(
        "已发布：{counts}。",
        "Published: {counts}.",
    ),
    "publish-would": note("将会：{counts}。什么也没有写。", "Would be: {counts}. Nothing was written."),
    "publish-nothing": note("没有什么可发布的。", "There is nothing to publish."),
}
