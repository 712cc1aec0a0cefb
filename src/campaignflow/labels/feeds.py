"""Sentences and words about feed addresses: who hands them out, and the server that answers at them."""

from campaignflow.labels.shape import Sentence, error, note, warning

SENTENCES: dict[str, Sentence] = {
    "may-not-hand-out": error(
        "{actor} 没有分发日历订阅的权限；可由 {who} 办理。",
        "{actor} may not hand out feed addresses; {who} may.",
    ),
    "feed-outside-internal": error(
        "{party} 是外部的，不能订阅内部日历；audience 请写 partners 或 public，或不写。",
        "{party} is outside the office and gets no internal calendar: give partners or public as audience, or none.",
    ),
    "feed-days": error(
        "“{text}”不是天数；请写 0 至 {limit} 的整数。",
        "“{text}” is no number of days; a whole number from 0 to {limit} is.",
    ),
    "feed-what-missing": error(
        "请写明订阅地址的编号，如 campaignflow feed {what} press。",
        "Say which feed is meant by its id, as in campaignflow feed {what} press.",
    ),
    "serve-what": error(
        "请写明提供什么：campaignflow serve --feeds。", "Say what to serve: campaignflow serve --feeds."
    ),
    "serve-port": error(
        "“{text}”不是端口；请写 1 至 65535 的数。", "“{text}” is no port; a number from 1 to 65535 is."
    ),
    "serve-cannot-listen": error(
        "不能在 {host}:{port} 上提供服务：{why}。请换一个 --host 或 --port。",
        "Nobody can listen at {host}:{port}: {why}. Choose another --host or --port.",
    ),
    "serve-open": warning(
        "{host} 不只限本机：这个服务器不加密，也不宜直接面对外网；请在前面放 nginx，或改用 ASGI 服务器。",
        "{host} can be reached from other machines: this server does no TLS and is not made to face them; put a web server in front, or use an ASGI server.",
    ),
}

SPOKEN: dict[str, Sentence] = {
    "feed-shown-once": note(
        "订阅路径（只显示这一次，不留存）：{path}", "The path, shown this once and kept nowhere: {path}"
    ),
    "feed-handed-over": note(
        "前面加上 serve 或网站所在的地址，交给订阅人；谁有这个地址，谁就能看到日历。收回：campaignflow feed revoke {id}",
        "Put the address of your server before it and hand it over: whoever has it can read the calendar. To close it: campaignflow feed revoke {id}",
    ),
    "no-feeds": note("没有订阅地址。", "There are no feed addresses."),
    "serving": note("正在 {url} 提供日历订阅；按 Ctrl-C 停止。", "Serving feeds at {url}; stop with Ctrl-C."),
}
"""What the commands print where all is well."""

WORDS: dict[str, tuple[str, str]] = {
    "help-feed": (
        "建立、列出或收回日历的订阅地址。",
        "Make, list or revoke addresses at which calendars are read.",
    ),
    "help-feed-what": ("add（建立）、list（列出）或 revoke（收回）。", "add, list or revoke."),
    "help-feed-id": ("订阅地址的编号，由你们自定。", "Id of the feed; yours to choose."),
    "help-feed-as": ("由谁办理：人员编号；list 不需要。", "Who acts: id of a person; not for list."),
    "help-back": ("包含此前多少天；默认 90。", "How many days back it shows; default: 90."),
    "help-ahead": ("包含此后多少天；默认 400。", "How many days ahead it shows; default: 400."),
    "help-serve": ("提供日历订阅，直到停止。", "Answer at feed addresses until stopped."),
    "help-serve-feeds": ("提供日历订阅。", "Serve calendars to subscribers."),
    "help-host": ("在哪个地址上；默认 127.0.0.1。", "Where to listen; default: 127.0.0.1."),
    "help-port": ("在哪个端口上；默认 8463。", "At which port; default: 8463."),
    "feed": ("日历订阅", "feed"),
    "feed_added": ("建立订阅", "feed added"),
    "feed_revoked": ("收回订阅", "feed revoked"),
    "feed-open": ("有效", "open"),
    "feed-closed": ("停用", "closed"),
    "feed-revoked": ("已收回", "revoked"),
    "column-feed": ("订阅", "Feed"),
    "column-shows": ("内容", "Shows"),
    "column-readers": ("读者", "Readers"),
    "column-since": ("建立", "Since"),
}
