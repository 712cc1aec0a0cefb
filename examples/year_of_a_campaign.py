"""A campaign's year, played from the plan to next year's plan on a throw-away store; run it.

The campaign passes two gates: before it is announced (a head, a lawyer, an expert from outside, finance above
an amount, the leader), and before its press release goes out (three reviews, three proofs, six people).

Office, people and days off are invented.  The clock stands still unless the story moves it, and what the
story claims it also asserts.
"""
# ruff: noqa: S101  # the asserts are the claims of the story, checked whenever it is run

import re
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import campaignflow as cf

PLAN, ZONE = Path(__file__).with_suffix(".yaml"), ZoneInfo("Asia/Shanghai")
DAYS = [*((f"2027-02-{day:02}", True) for day in range(5, 13)), ("2027-02-20", False), ("2027-04-05", True)]
NOTICE = {"year": 2027, "days": [{"name": "虚构", "date": day, "isOffDay": off} for day, off in DAYS]}
"""An invented notice: eight days off, for which a Saturday is worked, and a Monday off."""
WEEK, RELEASE = "campaign:water-week", "item:yunsu-2027/release"


class Above50000:
    """A rule of the office, as a plugin: whatever may cost more than 50,000 is looked at by finance, too."""

    @cf.hookimpl
    def campaignflow_approval_steps(self, case: cf.CaseContext, trigger: str) -> list[cf.ApprovalStep]:
        """Return the step where it is due."""
        if (
            case.kind != "campaign"
            or trigger != "submit"
            or not case.budget.may_exceed(cf.Money("50000 CNY"))
        ):
            return []
        return [cf.ApprovalStep("finance", title="财务审核", by="finance-approver", covers={"budget"})]


class Clock:
    """The time of the story, as `open_office` asks for it."""

    now = datetime(2026, 11, 23, 9, tzinfo=ZONE)

    def __call__(self) -> datetime:
        """Return it, in UTC."""
        return self.now.astimezone(UTC)


# telling


def scene(clock: Clock, zh: str, en: str) -> None:
    """Print the heading of a scene."""
    print(f"\n{clock.now:%Y-%m-%d %H:%M}  {zh} / {en}")


def named() -> dict[str, str]:
    """Return what people, units and media are called, by id."""
    plan = cf.load(PLAN)
    return {key: one.name for block in (plan.units, plan.people, plan.media) for key, one in block.items()}


NAMES = named()
_IDS = re.compile(rf"(?<![\w.:/-])({'|'.join(NAMES)})(?![\w./-])", re.ASCII)


def tell(lines: Iterable[str]) -> None:
    """Print lines, with names in the place of ids."""
    for line in lines:
        print("   ", _IDS.sub(lambda found: NAMES[found[0]], line))


def show(change: cf.Change) -> cf.Change:
    """Print what a change does, one line each."""
    tell(change.lines("zh"))
    return change


def refused(act: Callable[[], object]) -> list[str]:
    """Print why something is refused; return the codes of the reasons."""
    try:
        act()
    except cf.Refused as error:
        tell(f"不行 refused: {line.partition(': ')[2] or line}" for line in error.message("zh").splitlines())
        return [reason.code for reason in error.reasons]
    return []


def inbox(office: cf.Office, person: str) -> list[cf.InboxItem]:
    """Print what waits for somebody, and return it."""
    waiting = office.inbox(person)
    whom = [f"（代{one.on_behalf_of}）" if one.on_behalf_of else "" for one in waiting]
    said = [one.message("zh") + for_ for one, for_ in zip(waiting, whom, strict=True)]
    tell([f"{person}的待办 inbox: {' '.join(said) or '没有 nothing'}"])
    return waiting


def why(office: cf.Office, ref: str, trigger: str) -> set[str]:
    """Print why a trigger cannot be fired yet, who can clear it and by when; return the codes."""
    (answer,) = office.why(ref, trigger)
    tell(f"为什么还不行 why not yet: {line}" if not n else line for n, line in enumerate(answer.lines("zh")))
    return {reason.code for reason in answer.reasons}


def live_until(office: cf.Office, clock: Clock, *moment: int) -> list[str]:
    """Let every morning come at nine with its `run_due`, up to a moment; print the reminders given."""
    until, said = datetime(*moment, tzinfo=ZONE), []
    while clock.now < until:
        nine = clock.now.replace(hour=9, minute=0)
        clock.now = min(until, nine + timedelta(days=clock.now >= nine))
        for one in (reminder for change in office.run_due() for reminder in change.reminders):
            duty = one.message("zh").partition("：")[0]
            said.append(f"{one.title}（{duty}）→ {'、'.join(one.to)}")
            tell([f"提醒 {clock.now:%m-%d %H:%M} {said[-1]}"])
    return said


def event(calendar: bytes, title: str) -> tuple[int, str]:
    """Return the sequence number and the status of an event of a calendar."""
    events = calendar.decode().replace("\r\n ", "").split("BEGIN:VEVENT")
    own = next(one for one in events if re.search(f"SUMMARY:.*{title}", one))
    return int(re.findall(r"SEQUENCE:(\d+)", own)[0]), re.findall(r"STATUS:(\w+)", own)[0]


# deciding

VERDICTS = {"approve": "同意", "approve_with_conditions": "有条件同意", "request_changes": "退回"}


def says(office: cf.Office, person: str, step: str, verdict: str = "approve", **said: object) -> cf.Change:
    """Let somebody decide what waits for him, as his inbox shows it."""
    task = next(one for one in office.inbox(person) if (one.kind, one.step) == ("decide", step))
    whose = f"代{task.on_behalf_of}" if task.on_behalf_of else ""
    note = f"：{said['note']}" if "note" in said else ""
    tell([f"{person}{whose} {VERDICTS[verdict]}“{task.step_title}”{note}"])
    said |= {"actor": person, "seen": task.seen, "for_": task.on_behalf_of}
    return show(office.decide(task.ref, step, verdict, **said))


def rewritten(office: cf.Office, *changes: tuple[str, str]) -> None:
    """Let the planner exchange words in the plan file and apply it."""
    file = office.export("yunsu-2027")
    for old, new in changes:
        tell([f"li-wei 改计划 rewrites: {old} → {new}"])
        file = file.replace(old, new)
    show(office.apply(cf.loads(file), actor="li-wei"))


def ask_outside(office: cf.Office, note: str) -> None:
    """Let the expert be asked by the administrator, and answer with the token."""
    token, _ = office.invite(WEEK, "science", "guo-ming", actor="qin-shu")
    shown = office.peek(token)
    assert shown is not None
    tell([f"guo-ming 没有账号，凭一次性口令办理“{shown.step_title}” answers by a token, once：{note}"])
    show(office.answer(token, "approve", note=note))
    assert refused(lambda: office.answer(token, "approve")) == ["token-no-good"], "it is good once"


def state(office: cf.Office, ref: str = WEEK) -> str:
    """Return the state of a record."""
    return str(office.record(ref).data["state"])


def standing(office: cf.Office) -> dict[str, str]:
    """Return how the steps of the campaign stand."""
    found = office.approvals(WEEK)
    assert found is not None
    return {one.id: one.status for one in found.steps}


# the year


def before(office: cf.Office, clock: Clock) -> None:
    """From the plan to what is to be submitted."""
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


def first_gate(office: cf.Office, clock: Clock) -> None:
    """From the submission to a campaign that may be announced."""
    scene(
        clock, "第一道关：报送，部门先看", "the first gate: submitted, and the head of the unit looks first"
    )
    assert inbox(office, "zhao-min") == []
    show(office.fire(WEEK, "submit", actor="li-wei"))
    assert [one.step for one in inbox(office, "zhao-min")] == ["department"]
    assert why(office, WEEK, "submit") == {"step-waiting"}
    assert refused(lambda: office.decide(WEEK, "department", "approve", actor="li-wei"))
    says(office, "zhao-min", "department")
    assert inbox(office, "zhao-min") == []

    live_until(office, clock, 2026, 12, 11, 10)
    scene(clock, "法务退回：海报用了“最”字", "the lawyer sends it back: a superlative on a poster")
    says(office, "fang-yuan", "legal", "request_changes", note="“全国最好”是绝对化用语，请改")
    assert state(office) == "returned"
    assert refused(lambda: office.fire(WEEK, "submit", actor="li-wei")), "neither a change nor an answer"

    clock.now += timedelta(hours=5)
    scene(clock, "改好再报，广告费也提高了：五万元以上，财务加入", "mended, dearer, and so finance joins")
    rewritten(office, ("全国最好的水", "一江好水"), ("40000 CNY", "80000 CNY"))
    show(office.fire(WEEK, "submit", actor="li-wei"))
    assert standing(office)["department"] == "satisfied", "what it covers has not changed"
    tell(
        ["部门审核看的没有变，沿用上一轮的同意 what the head looked at is as it was: her approval is carried"]
    )
    assert [one.step for one in inbox(office, "wang-fang")] == ["finance"], "nobody asked for it at 40,000"
    condition = {"text": "交三家比价材料", "owner": "li-wei", "due": "2027-03-10", "blocks": "launch"}
    note = "启动之前，由李伟交三家比价材料"
    says(office, "wang-fang", "finance", "approve_with_conditions", conditions=[condition], note=note)
    assert refused(lambda: office.invite(WEEK, "science", "guo-ming", actor="li-wei")), "he wrote it"
    ask_outside(office, note="展品数据属实")

    scene(clock, "法务方圆休假，请唐毅代办", "the lawyer is on leave, and a colleague stands in")
    days = {"from_": "2026-12-14", "until": "2026-12-25", "scope": ["legal"]}
    office.give_mandate("fang-yuan", "tang-yi", actor="fang-yuan", **days)
    told = live_until(office, clock, 2026, 12, 17, 9)
    assert [one.rpartition("→ ")[2] for one in told] == ["tang-yi", "zhao-min"]
    scene(
        clock,
        "三天没办：提醒过唐毅，现在告诉赵敏；没有人替他同意",
        "three days: reminded, told on, never approved by time",
    )
    assert standing(office)["legal"] == "waiting"
    (task,) = inbox(office, "tang-yi")
    assert task.on_behalf_of == "fang-yuan"
    says(office, "tang-yi", "legal")

    scene(clock, "林悦看的是八万元，点同意时已是九万元", "she read 80,000, and it was 90,000 when she agreed")
    (task,) = inbox(office, "lin-yue")
    rewritten(office, ("80000 CNY", "90000 CNY"))
    assert refused(lambda: office.decide(WEEK, "chief", "approve", actor="lin-yue", seen=task.seen))
    assert why(office, WEEK, "submit") == {"step-stale", "step-waiting"}
    assert [one.status for one in inbox(office, "wang-fang") if one.kind == "decide"] == ["stale"]
    says(office, "wang-fang", "finance", note="按九万元再看过")
    says(office, "lin-yue", "chief")
    assert state(office) == "approved"


def changed(office: cf.Office, clock: Clock) -> None:
    """What was approved is changed, and asked about again."""
    live_until(office, clock, 2027, 1, 8, 10)
    scene(clock, "同事改过的，旧文件再应用也不丢", "a colleague's change outlives an old file")
    file = office.export("yunsu-2027")
    show(office.reschedule("water-week/exhibition", "3月20日—28日", reason="展馆延长", actor="chen-tong"))
    radio = "      radio: {title: 广播访谈, lead: press-centre, when: 2027-03-23 08:00-08:30}\n      flash:"
    plan = cf.loads(file.replace("      flash:", radio))
    assert refused(lambda: office.apply(plan, actor="li-wei")) == ["reason-missing-protected"]
    applied = show(office.apply(plan, actor="li-wei", reason="增加广播访谈"))
    assert {one.code for one in applied.reported} == {"drift"}
    assert office.schedule()["water-week/exhibition"].start.day == 20

    scene(
        clock, "批过的改了：只请受影响的人再看", "what was approved has changed: those it concerns look again"
    )
    assert why(office, WEEK, "launch") == {"step-stale", "condition-open"}
    assert standing(office)["finance"] == "satisfied", "the money is as it was"
    show(office.resubmit(WEEK, actor="li-wei"))
    assert [one.kind for one in inbox(office, "wang-fang")] == ["discharge"], (
        "only the quotations are to be seen"
    )
    says(office, "zhao-min", "department")
    says(office, "fang-yuan", "legal")
    ask_outside(office, note="延长无妨")
    says(office, "lin-yue", "chief")
    assert state(office) == "approved"
    assert set(standing(office).values()) == {"satisfied"}


def second_gate(office: cf.Office, clock: Clock) -> None:
    """The press release: three reviews and three proofs, by six people."""
    live_until(office, clock, 2027, 3, 8, 10)
    scene(clock, "第二道关：通稿三审三校", "the second gate: three reviews and three proofs")
    about = {"title": "通稿", "programme": "yunsu-2027", "id": "release", "unit": "press-centre"}
    office.open("item", actor="lu-siyuan", campaign=WEEK, **about)
    for trigger in ("write", "submit", "release"):
        show(office.fire(RELEASE, trigger, actor="lu-siyuan"))
    assert why(office, RELEASE, "release") == {"step-waiting"}
    assert [one.step for one in inbox(office, "xu-qing")] == ["first"]
    assert refused(lambda: office.decide(RELEASE, "first", "approve", actor="lu-siyuan")), "he wrote it"
    says(office, "xu-qing", "first")
    assert inbox(office, "xu-qing") == []
    assert refused(lambda: office.decide(RELEASE, "second", "approve", actor="xu-qing")), "three people"
    says(office, "chen-tong", "second", "request_changes", note="流量数据没有出处")
    answer = "出处：水文年鉴第三卷"
    tell([f"lu-siyuan 答复，再报 answers: {answer}"])
    show(office.fire(RELEASE, "release", actor="lu-siyuan", note=answer))
    says(office, "chen-tong", "second")
    says(office, "bai-lu", "proofs-1")
    assert refused(lambda: office.decide(RELEASE, "proofs-2", "approve", actor="bai-lu")), "three people"
    says(office, "ji-xiang", "proofs-2")
    says(office, "wen-jing", "proofs")
    live_until(office, clock, 2027, 3, 9, 10)
    assert refused(lambda: office.fire(RELEASE, "release", actor="lu-siyuan")), "the last review is missing"
    says(office, "lin-yue", "final")
    show(office.fire(RELEASE, "release", actor="lu-siyuan"))
    assert state(office, RELEASE) == "released"
    office.complete("water-week/briefing/release", actor="lu-siyuan")


def reminded(office: cf.Office, clock: Clock) -> None:
    """The first reminders."""
    scene(clock, "提醒，每条只发一次", "reminders, each exactly once")
    assert live_until(office, clock, 2027, 2, 16, 15)[-1] == "印发方案（将到期）→ zhao-min"
    assert office.run_due() == []
    office.complete("water-week/plan", actor="zhao-min")


def week(office: cf.Office, clock: Clock) -> None:
    """From the briefing to the end of the week."""
    live_until(office, clock, 2027, 3, 11, 17)
    office.complete("water-week/briefing", actor="lu-siyuan")
    office.complete("water-week/posters", actor="lu-siyuan")
    scene(clock, "附带的条件没落实，不能启动", "a condition is open, so there is no launch yet")
    assert why(office, WEEK, "launch") == {"condition-open"}
    assert [one.kind for one in inbox(office, "li-wei")] == ["condition"]
    condition = office.why(WEEK, "launch")[0].reasons[0].facts["condition"]
    assert refused(lambda: office.discharge(WEEK, condition, actor="li-wei")), "he owes it himself"
    tell(["李伟交来材料，王芳核过，确认落实 he hands them in, she confirms"])
    show(office.discharge(WEEK, condition, actor="wang-fang", note="三家报价已核"))
    assert inbox(office, "li-wei") == []
    assert why(office, WEEK, "launch") == set()
    assert "世界水日 · 中国水周（待启动）→ office" in live_until(office, clock, 2027, 3, 22, 16)
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
    assert live_until(office, clock, 2027, 3, 23, 12) == ["网传水厂停水（待回应）→ press-centre"]
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
    assert "世界水日 · 中国水周（待收尾）→ office" in live_until(office, clock, 2027, 4, 6, 10)
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
    decided = [one for one in office.journal(full) if one.verb == "decided"]
    assert {one.responsible for one in decided} >= {"zhao-min", "tang-yi", "wang-fang", "lin-yue"}
    assert {one.actor for one in decided} >= {"outside:guo-ming"}
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
        cf.open_office(f"sqlite:///{home}/y.db", clock=clock, plugins=[Above50000()]) as office,
    ):
        for part in (before, first_gate, changed, reminded, second_gate, week, after):
            part(office, clock)
    print("\n一年演完，句句属实 / the year is over, and every claim held")


if __name__ == "__main__":
    main()
