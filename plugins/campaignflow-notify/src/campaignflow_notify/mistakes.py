"""What is said of settings that cannot be read, and of a notice that was not taken.

What a server answers may quote what it was sent, so secrets are struck out of every sentence here.
"""

from collections.abc import Iterable, Mapping

__all__ = ["LANGUAGES", "Away", "NotTaken", "NotifyError", "shown"]

LANGUAGES = ("zh", "en")
LONGEST = 200
"""Characters of what a server says that are kept."""


class NotifyError(ValueError):
    """The settings cannot be read; what is wrong is said in both languages."""

    __module__ = "campaignflow_notify"  # as it is told in lists, where room is short

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh = zh
        self.en = en


class NotTaken(Exception):
    """A notice was not taken; why is told in the office's language."""

    _SAID: Mapping[str, tuple[str, str]] = {
        "unrouted": (
            "没有规则涉及这条通知（对象：{to}），请在设置中添加 [[rules]]",
            "no rule concerns this notice (for {to}); add one to the settings under [[rules]]",
        ),
        "no-address": (
            "{route}：没有 {to} 的邮箱，请在设置中写入 [addresses]",
            "{route}: no mail address of {to}; add it to the settings under [addresses]",
        ),
        "refused": ("{route}：未被接受：{said}", "{route} did not take it: {said}"),
        "unclear": ("{route}：看不懂答复：{said}", "{route} gave an answer that says nothing: {said}"),
        "away": ("{route}：连接不上：{said}", "{route} cannot be reached: {said}"),
        "slower": ("{route}：发送过快，被限流：{said}", "{route} takes no more for now: {said}"),
        "resting": ("{route}：刚才没有响应，稍后再试", "{route} did not answer just now; it is tried later"),
        "pace": (
            "{route}：每分钟最多 {said} 条，其余稍后再发",
            "{route} takes {said} a minute; the rest is sent later",
        ),
        "time": (
            "{route}：这一次的时间用完了，稍后再发",
            "{route}: there was no time left; it is sent later",
        ),
    }

    def __init__(self, code: str, said: object = "", to: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.said = shown(said)
        self.to = to

    def sentence(self, language: str, route: str = "", secrets: Iterable[str] = ()) -> str:
        """Return why, in `zh` or `en`, without any of the secrets."""
        text = self._SAID[self.code][LANGUAGES.index(language)]
        text = text.format(route=route, said=self.said, to=self.to)
        for secret in sorted(filter(None, secrets), key=len, reverse=True):
            text = text.replace(secret, "***")
        return text


class Away(NotTaken):
    """Nothing will be taken for a while: nobody is there, or too much was sent."""


def shown(said: object) -> str:
    """Return what somebody said as one short line."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
