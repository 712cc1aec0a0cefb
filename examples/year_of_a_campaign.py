"""A campaign's year, played from the plan to next year's plan on a throw-away store; run it.

Office, people and days off are invented.  The clock stands still unless the story moves it, and what the
story claims it also asserts.
"""
# ruff: noqa: S101  # the asserts are the claims of the story, checked whenever it is run

import re
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import campaignflow as cf

PLAN, ZONE = Path(__file__).with_suffix(".yaml"), ZoneInfo("Asia/Shanghai")
DAYS = [*((f"2027-02-{day:02}", True) for day in range(5, 13)), ("2027-02-20", False), ("2027-04-05", True)]
NOTICE = {"year": 2027, "days": [{"name": "虚构", "date": day, "isOffDay": off} for day, off in DAYS]}
"""An invented notice: eight days off, for which a Saturday is worked, and a Monday off."""


class Clock:
    """The time of the story, as `open_office` asks for it."""

    now = datetime(2026, 11, 23, 9, tzinfo=ZONE)

    def __call__(self) -> datetime:
        """Return it, in UTC."""
        return self.now.astimezone(UTC)


def scene(clock: Clock, zh: str, en: str) -> None:
    """Print the heading of a scene."""
    print(f"\n{clock.now:%Y-%m-%d %H:%M}  {zh} / {en}")


def show(change: cf.Change) -> cf.Change:
    """Print what a change does, one line each."""
    for line in change.lines("zh"):
        print("   ", line)
    return change


def refused(act: Callable[[], object]) -> list[str]:
    """Print why something is refused; return the codes of the reasons."""
    try:
        act()
    except cf.Refused as error:
        print("    不行 refused:", error.message("zh"))
        return [reason.code for reason in error.reasons]
    return []


def live_until(office: cf.Office, clock: Clock, *moment: int) -> list[str]:
    """Let every morning come at nine with its `run_due`, up to a moment; print the reminders given."""
    until, said = datetime(*moment, tzinfo=ZONE), []
    while clock.now < until:
        nine = clock.now.replace(hour=9, minute=0)
        clock.now = min(until, nine + timedelta(days=clock.now >= nine))
        for one in (reminder for change in office.run_due() for reminder in change.reminders):
            said.append(f"{one.title} ({one.duty}) → {'、'.join(one.to)}")
            print(f"    提醒 {clock.now:%m-%d %H:%M} {said[-1]}")
    return said


def event(calendar: bytes, title: str) -> tuple[int, str]:
    """Return the sequence number and the status of an event of a calendar."""
    events = calendar.decode().replace("\r\n ", "").split("BEGIN:VEVENT")
    own = next(one for one in events if re.search(f"SUMMARY:.*{title}", one))
    return int(re.findall(r"SEQUENCE:(\d+)", own)[0]), re.findall(r"STATUS:(\w+)", own)[0]


def before(office: cf.Office, clock: Clock) -> None:
    """From the plan to an approved campaign."""
    scene(clock, "检查计划，应用", "the plan is checked and applied")
    plan = cf.load(PLAN)
    assert not cf.schedule(plan).errors
    print(f"    {len(office.apply(plan, actor='li-wei').entries)} 条记录 entries")
    assert not office.apply(plan, actor="li-wei"), "applied again, it changes nothing"

    live_until(office, clock, 2026, 12, 4, 10)
    scene(clock, "改期：先预览，再办理", "a move, previewed first")
    day = ("water-week/press-day", "3月11日")
    assert refused(lambda: office.reschedule(*day, actor="li-wei")) == ["reason-missing"]
    with office.preview() as dry:
        would = dry.reschedule(*day, reason="与上级会议冲突", actor="li-wei")
    assert office.schedule()["water-week/briefing"].start.day == 15, "nothing was kept"
    done = show(office.reschedule(*day, reason="与上级会议冲突", actor="li-wei", expect=dry.token))
    assert done.dates == would.dates
    assert "campaign:yunsu-2027/saving-week" in done.refs, "what hangs on it follows, elsewhere too"
    office.confirm("water-week/press-day", actor="li-wei")

    live_until(office, clock, 2026, 12, 10, 9)
    scene(clock, "放假通知：存下时不动，重新推算才动", "a holiday notice: nothing moves until recalculate")
    assert not office.add_calendar(NOTICE, actor="li-wei").dates
    assert show(office.recalculate("yunsu-2027", actor="li-wei", reason="2027 年放假通知")).dates

    scene(clock, "报送：没有审批环节，直接批准", "submitted: no approval steps, so it passes")
    show(office.fire("campaign:water-week", "submit", actor="li-wei"))

    live_until(office, clock, 2027, 1, 8, 10)
    scene(clock, "同事改过的，旧文件再应用也不丢", "a colleague's change outlives an old file")
    office.reschedule("water-week/exhibition", "3月20日—28日", reason="展馆延长", actor="chen-tong")
    radio = "      radio: {title: 广播访谈, lead: press-centre, when: 2027-03-23 08:00-08:30}\n      flash:"
    plan = cf.loads(PLAN.read_text(encoding="utf-8").replace("      flash:", radio))
    assert refused(lambda: office.apply(plan, actor="li-wei")) == ["reason-missing-protected"]
    applied = show(office.apply(plan, actor="li-wei", reason="增加广播访谈"))
    assert {one.code for one in applied.reported} == {"drift"}
    assert office.schedule()["water-week/exhibition"].start.day == 20


def week(office: cf.Office, clock: Clock) -> None:
    """From the first reminder to the end of the week."""
    scene(clock, "提醒，每条只发一次", "reminders, each exactly once")
    assert live_until(office, clock, 2027, 2, 16, 15)[-1] == "印发方案 (due) → zhao-min"
    assert office.run_due() == []
    office.complete("water-week/plan", actor="zhao-min")
    live_until(office, clock, 2027, 3, 11, 17)
    for item in ("briefing/release", "briefing"):
        office.complete(f"water-week/{item}", actor="lu-siyuan")
    assert "世界水日 · 中国水周 (launch) → office" in live_until(office, clock, 2027, 3, 22, 16)
    show(office.fire("campaign:water-week", "launch", actor="li-wei"))

    scene(
        clock, "舆情:五小时内回应,等情况时停表", "an issue: five hours to answer, not while others are asked"
    )
    about = {"title": "网传水厂停水", "unit": "press-centre", "respond_within": "5 hours"}
    issue = office.open("issue", actor="lu-siyuan", **about).refs[0]
    office.fire(issue, "verify", actor="chen-tong")
    clock.now += timedelta(hours=1)
    office.fire(issue, "ask_back", note="请水厂说明", actor="chen-tong")
    live_until(office, clock, 2027, 3, 23, 9)
    office.fire(issue, "resume", actor="chen-tong")  # four of five hours are left: up to one o'clock
    assert not live_until(office, clock, 2027, 3, 23, 11, 59)
    assert live_until(office, clock, 2027, 3, 23, 12) == ["网传水厂停水 (response) → press-centre"]
    for trigger in ("respond", "answer", "close"):
        office.fire(issue, trigger, actor="chen-tong")
    assert not live_until(office, clock, 2027, 3, 23, 14), "nothing is owed any more"

    scene(clock, "延期、恢复、取消", "postponed, reinstated, cancelled")
    show(office.postpone("water-week/live", reason="暴雨预警", actor="chen-tong"))
    show(office.reinstate("water-week/live", when="3月26日14:00-16:00", actor="chen-tong"))
    show(office.cancel("water-week/flash", reason="广场另有安排", actor="chen-tong"))
    calendar = office.to_ics("yunsu-2027")
    for title, wanted in (("江边直播", "CONFIRMED"), ("广场快闪", "CANCELLED")):
        sequence, status = event(calendar, title)
        print("    日历 calendar:", title, sequence, status)
        assert (sequence > 0, status) == (True, wanted)


def after(office: cf.Office, clock: Clock) -> None:
    """From the wrap-up to next year's plan."""
    assert "世界水日 · 中国水周 (wrap_up) → office" in live_until(office, clock, 2027, 4, 6, 10)
    scene(clock, "收尾、评估、归档", "wrapped up, evaluated, archived")
    show(office.fire("campaign:water-week", "wrap_up", actor="li-wei"))
    for item in ("exhibition", "radio", "live", "wrap-up"):
        office.complete(f"water-week/{item}", actor="li-wei")
    office.complete("saving-week/handbook", actor="lu-siyuan")
    live_until(office, clock, 2027, 6, 1, 10)
    for trigger in ("evaluate", "archive"):
        show(office.fire("campaign:water-week", trigger, actor="li-wei"))

    scene(clock, "记录能回答什么", "what the record can tell")
    full = "campaign:yunsu-2027/water-week"  # archived, it needs its full name
    assert office.status(full)[0].late == (), "nothing was left undone"
    for entry in office.journal(full)[:4]:
        print(f"    {entry.at:%m-%d}", entry.responsible, entry.verb, entry.reason)
    then = office.as_of(full, "2026-12-01")["plan"]["activities"]["briefing"]["when"]["resolved"]["start"]
    print("    通气会原定 the briefing, as planned on 1 December:", then)
    assert then == "2027-03-15T09:30:00+08:00"
    assert office.verify(deep=True).ok
    exported = cf.loads(office.export("yunsu-2027"))
    assert not office.apply(exported, actor="li-wei"), "the file that is exported is what stands"

    live_until(office, clock, 2027, 11, 20, 10)
    scene(clock, "结转到下一年", "rolled over")
    assert show(office.rollover("yunsu-2027", to=2028, actor="li-wei")).reported, "for people to look at"
    assert not office.rollover("yunsu-2027", to=2028, actor="li-wei"), "run twice, it changes nothing"
    assert office.record("campaign:water-week").data["previous"] == full
    assert office.schedule("yunsu-2028")["water-week/water-day"].start.isoformat() == "2028-03-22"


def main() -> None:
    """Play the year."""
    clock = Clock()
    with (
        tempfile.TemporaryDirectory() as home,
        cf.open_office(f"sqlite:///{home}/y.db", clock=clock) as office,
    ):
        for part in (before, week, after):
            part(office, clock)
    print("\n一年演完，句句属实 / the year is over, and every claim held")


if __name__ == "__main__":
    main()
