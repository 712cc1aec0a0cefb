"""The commands that move the work on: what each does, as data, as a preview, in both languages."""

import json
import re

import pytest

LI = ("--as", "li-wei")
WHY = ("--reason", "场地冲突")

VERBS = {
    "fire": ("fire", "water-week", "submit"),
    "move": ("move", "water-week/press-day", "2027-03-10", *WHY),
    "begin": ("begin", "water-week/plan"),
    "done": ("done", "water-week/plan"),
    "confirm": ("confirm", "water-week/press-day"),
    "postpone": ("postpone", "water-week/briefing", *WHY),
    "cancel": ("cancel", "water-week/briefing", *WHY),
    "call-off": ("call-off", "water-week/briefing", *WHY),
    "pin": ("pin", "water-week/briefing"),
    "retire": ("retire", "person:chen", *WHY),
    "open": ("open", "request", "--title", "采访水厂"),
    "postpone a campaign": ("postpone", "summer", *WHY),
    "one time of a routine": ("move", "routine:weekly@2027-03-12", "2027-03-11", *WHY),
}
"""Calls that change something in the year as it was applied."""
AFTER = {
    "reopen": (("done", "water-week/plan"), ("reopen", "water-week/plan", *WHY)),
    "restore": (("retire", "person:chen", *WHY), ("restore", "person:chen", *WHY)),
    "settle": (
        ("call-off", "water-week/briefing", *WHY),
        ("settle", "water-week", "correction:briefing"),
    ),
    "unpin": (("pin", "water-week/briefing"), ("unpin", "water-week/briefing")),
    "reinstate": (
        ("postpone", "water-week/briefing", *WHY),
        ("reinstate", "water-week/briefing", "--when", "2027-03-18"),
    ),
    "redact": (
        ("open", "request", "--title", "采访", "--requester", "王某"),
        ("redact", "request:request-1", "plan/requester", *WHY),
    ),
}
"""Calls that need another one before them."""


@pytest.fixture(params=[*VERBS, *AFTER])
def call(request: pytest.FixtureRequest, applied, run) -> tuple[str, ...]:
    """A call that changes something."""
    if request.param in VERBS:
        return (*VERBS[request.param], *LI)
    before, words = AFTER[request.param]
    assert run(*before, *LI).status == 0
    return (*words, *LI)


def test_a_preview_changes_nothing_and_its_token_carries_it_out(call, run, journal) -> None:
    before = journal()
    tried = run(*call, "--dry-run", "--lang", "zh")
    assert (tried.status, tried.err) == (0, "")
    assert tried.out.startswith("试运行，什么也没有记录：\n")
    assert journal() == before
    token = re.search("--expect ([0-9a-f]{16})$", tried.out.rstrip())[1]
    done = run(*call, "--expect", token, "--lang", "zh")
    assert done.status == 0
    assert done.out.splitlines()[0] == tried.out.splitlines()[1]
    assert len(journal()) > len(before)


def test_a_token_is_refused_once_something_else_came_between(call, run, journal) -> None:
    token = json.loads(run(*call, "--dry-run", "--json").out)["token"]
    run("move", "water-week", "2027-03-21/28", *WHY, *LI)
    between = journal()
    ran = run(*call, "--expect", token)
    if ran.status == 0:  # it rests on nothing that was changed
        assert any(kind in str(call) for kind in ("request", "person"))
        return
    assert ran.status == 3
    assert journal() == between


def test_what_was_done_is_data_too(call, run, journal) -> None:
    tried = json.loads(run(*call, "--dry-run", "--json").out)
    done = json.loads(run(*call, "--json").out)
    keys = "kept replayed act at token entries states dates money partners reminders reported lines".split()
    assert list(done) == list(tried) == keys
    assert (tried["kept"], done["kept"]) == (False, True)
    assert (tried["act"], bool(done["act"])) == ("", True)
    entries = {(one["ref"], one["version"], one["hash"]) for one in done["entries"]}
    assert entries <= set(journal())
    assert done["states"] == tried["states"]
    assert done["dates"] == tried["dates"]


def test_the_same_command_under_the_same_key_is_one_act(call, run, journal) -> None:
    first = json.loads(run(*call, "--key", "k-1", "--json").out)
    kept = journal()
    again = json.loads(run(*call, "--key", "k-1", "--json").out)
    assert (again["replayed"], again["act"]) == (True, first["act"])
    assert journal() == kept
    assert "以前办过" in run(*call, "--key", "k-1", "--lang", "zh").out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_done_is_said_in_the_readers_language(lang: str, call, run) -> None:
    ran = run(*call, "--lang", lang)
    assert (ran.status, ran.err) == (0, "")
    first = ran.out.splitlines()[0].split("  ")[0]
    assert bool(re.search("[一-鿿]", first)) is (lang == "zh")
    assert "_" not in first


def test_every_act_needs_somebody_who_does_it(call, run, journal) -> None:
    before = journal()
    words = [one for one in call if one not in LI]
    for lang, said in (("zh", "请用 --as 写明"), ("en", "Say who does this")):
        for more in ((), ("--as", ""), ("--as", " ")):
            ran = run(*words, *more, "--lang", lang)
            assert (ran.status, ran.out) == (2, "")
            assert said in ran.err
    assert run(*words, "--as", "system:timer").status == 3
    assert run(*words, "--as", "li-wie", "--lang", "zh").status == 3
    assert journal() == before


# what each says


def test_the_journal_keeps_who_typed_it_and_where(applied, run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "李")
    done = json.loads(run("done", "water-week/plan", *LI, "--json").out)
    assert done["entries"][0]["details"]["claims"]["via"].startswith("cli:李@")

    def nobody() -> str:
        raise KeyError("no such user")

    monkeypatch.setattr("getpass.getuser", nobody)
    done = json.loads(run("begin", "summer/poster", *LI, "--json").out)
    assert done["entries"][0]["details"]["claims"]["via"].startswith("cli:@")


def test_a_move_says_what_follows_and_whom_to_tell(applied, run) -> None:
    out = run("move", "water-week/press-day", "2027-03-10", *WHY, *LI, "--lang", "zh").out
    assert out.splitlines()[:2] == [
        "改期  通气会日（water-week/press-day）",
        "随动  宣传活动：暑期安全（summer）",
    ]
    assert "海报：截止 2027-04-14 → 2027-04-09" in out
    assert "需告知媒体" in out


def test_what_did_not_follow_is_said(applied, run) -> None:
    run("pin", "water-week/briefing", *LI)
    out = run("move", "water-week/press-day", "2027-03-10", *WHY, *LI, "--lang", "zh").out
    assert "water-week/briefing" in out
    assert "没有随动" in out


def test_the_last_day_of_something_is_moved_by_its_field(applied, run) -> None:
    assert "2027-02-19" in run("move", "water-week/plan", "2027-02-19", "--field", "due", *WHY, *LI).out
    assert run("move", "water-week/plan", "2027-02-19", "--field", "end", *WHY, *LI).status == 2


def test_a_series_goes_on_by_another_rule(applied, run) -> None:
    words = ("move", "routine:weekly@2027-03-12", "every thursday", "--scope", "this and later", *WHY, *LI)
    assert "分出新周期" in run(*words, "--lang", "zh").out
    assert "routine" in run("schedule", "--from", "2027-03-18", "--to", "2027-03-18", "--json").out
    whole = run("move", "routine:weekly", "every monday", "--scope", "all", *WHY, *LI)
    assert whole.status == 0
    assert run("move", "routine:weekly@2027-03-01", "2027-03-02", "--scope", "some", *WHY, *LI).status == 3


def test_a_trigger_may_be_typed_with_hyphens(applied, run) -> None:
    for trigger in ("submit", "launch", "wrap-up"):
        assert run("fire", "water-week", trigger, *LI).status == 0
    assert "wrapping_up" in run("status", "water-week", "--lang", "zh").out


@pytest.mark.parametrize(("lang", "words"), [("zh", ["拟订中", "已批准"]), ("en", ["draft", "approved"])])
def test_states_have_their_titles(lang: str, words: list[str], applied, run) -> None:
    out = run("status", "water-week", "--lang", lang).out + run("why", "water-week", "--lang", lang).out
    assert [word for word in words if word not in out] == []


def test_something_that_is_in_no_plan_is_opened_with_all_that_is_known_of_it(applied, run) -> None:
    known = {
        "--programme": "river-2027",
        "--id": "r-7",
        "--campaign": "water-week",
        "--unit": "press",
        "--owner": "chen",
        "--when": "2027-03-02",
        "--due": "2027-03-01",
        "--respond-within": "24 hours",
        "--where": "水厂",
        "--source": "来函",
        "--requester": "自来水公司",
    }
    words = [word for pair in known.items() for word in pair]
    made = run("open", "request", "--title", "采访水厂", *words, "--as", "zhao-min", "--lang", "zh")
    assert made.out.strip() == "登记  宣传需求：采访水厂（request:r-7）"
    plan = json.loads(run("log", "request:r-7", "--as-of", "1", "--json").out)["body"]["plan"]
    assert len(plan) == len(known) - 1  # without id and programme, with its title
    assert "2026-12-02 09:01" in run("status", "request:r-7").out
    assert "2027-03-01" in run("status", "request:r-7").out
    again = run("open", "request", "--title", "采访", "--programme", "river-2027", "--id", "r-7", *LI)
    assert again.status == 3
    assert run("open", "reqest", "--title", "采访", *LI).status == 2
    assert run("open", "request", *LI, "--lang", "zh").err.startswith("缺少选项 --title")


def test_a_record_stays_under_its_workflow_until_there_is_another(applied, run) -> None:
    assert "没有变化" in run("migrate", "water-week", *LI, "--lang", "zh").out
    assert run("migrate", "water-week", "--to", "1", "--state", "draft=draft", *LI).status == 0
    assert run("migrate", "water-week", "--to", "9", *LI).status == 2
    for wrong in (("--to", "two"), ("--state", "draft")):
        ran = run("migrate", "water-week", *wrong, *LI, "--lang", "zh")
        assert (ran.status, ran.out) == (2, "")
        assert wrong[1] in ran.err
    assert "旧状态=新状态" in run("migrate", "water-week", "--state", "draft", *LI, "--lang", "zh").err


def test_what_is_redacted_is_gone_and_what_it_does_not_reach_is_said(applied, run) -> None:
    run("open", "request", "--title", "采访", "--requester", "王某", "--note", "王某来电", *LI)
    out = run("redact", "request:request-1", "plan/requester", *WHY, *LI, "--lang", "zh").out
    assert "备份" in out
    assert run("redact", "request:request-1", "note", "--version", "1", *WHY, *LI).status == 0
    said = run("log", "request:request-1", "--json").out + run("log", "request:request-1").out
    assert "王某" not in said
    assert "删去：场地冲突" in run("log", "--verify", "--lang", "zh").out
    assert run("redact", "request:request-1", "plan/nothing", *WHY, *LI).status == 3
    assert run("redact", "request:request-1", "note", "--version", "x", *WHY, *LI).status == 2


# what stands in the way

REFUSED = {
    "no reason": ("move", "water-week/press-day", "2027-03-10", *LI),
    "no reason to stop": ("cancel", "water-week/briefing", *LI),
    "not in this state": ("fire", "water-week", "launch", *LI),
    "not his unit": ("fire", "water-week", "submit", "--as", "chen"),
    "no planner": ("pin", "water-week/briefing", "--as", "zhao-min"),
    "a date that hangs on nothing": ("move", "water-week/press-day", "someday + 3 days", *WHY, *LI),
    "a version that was": ("done", "water-week/plan", "--expect", "7", *LI),
    "an unknown unit": ("open", "request", "--title", "采访", "--unit", "offic", *LI),
    "nothing postponed": ("reinstate", "water-week/briefing", *LI),
}
WRONG = {
    "no such campaign": ("done", "water-wek/plan", *LI),
    "no such activity": ("done", "water-week/pln", *LI),
    "no such trigger": ("fire", "water-week", "lunch", *LI),
    "no ref at all": ("done", "//", *LI),
    "no such time": ("done", "routine:weekly@2027-03-11", *LI),
    "a key of the library's": ("done", "water-week/plan", "--key", "a:b", *LI),
    "an invisible character": ("done", "water-week/plan", "--note", "a\x07", *LI),
    "half a character": ("done", "water-week/plan\udcff", *LI),
    "a note without end": ("done", "water-week/plan", "--note", "水" * 4_000, *LI),
}


@pytest.mark.parametrize("why", REFUSED)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_refusal_says_why_and_writes_nothing(why: str, lang: str, applied, run, journal) -> None:
    before = journal()
    ran = run(*REFUSED[why], "--lang", lang)
    assert (ran.status, ran.out) == (3, "")
    assert bool(re.search("[一-鿿]", ran.err)) is (lang == "zh")
    assert journal() == before


@pytest.mark.parametrize("why", WRONG)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_cannot_be_read_is_a_mistake_of_usage(why: str, lang: str, applied, run, journal) -> None:
    before = journal()
    ran = run(*WRONG[why], "--lang", lang)
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert journal() == before


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (("done", "water-wek/plan", *LI), "water-week"),
        (("why", "request:r-1"), "request:r-2"),
        (("done", "water-week/plan", "--as", "li-wie"), "li-wei"),
        (("fire", "water-week", "lunch", *LI), "launch"),
    ],
)
def test_what_was_probably_meant_is_offered(words, near: str, applied, run) -> None:
    run("open", "request", "--title", "采访", "--id", "r-2", *LI)
    assert near in run(*words, "--lang", "zh").err


def test_a_refusal_is_data_with_who_can_clear_it(applied, run) -> None:
    ran = run("fire", "water-week", "launch", "--as", "chen", "--json", "--lang", "zh")
    assert (ran.status, ran.err) == (3, "")
    error = json.loads(ran.out)["error"]
    assert list(error) == ["code", "message", "facts", "reasons"]
    assert error["code"] == "refused"
    assert {"permission", "order"} == {one["kind"] for one in error["reasons"]}
    permission = next(one for one in error["reasons"] if one["kind"] == "permission")
    assert list(permission) == ["code", "kind", "ref", "message", "clears", "by", "facts"]
    assert (permission["clears"], permission["by"]) == (["li-wei"], None)


def test_every_reason_has_its_line(applied, run) -> None:
    err = run("fire", "water-week", "launch", "--as", "chen", "--lang", "zh").err
    head, *lines = err.splitlines()
    assert head == "不能办理，原因有 2 条。"
    assert [line.startswith("  water-week: ") for line in lines] == [True, True]


def test_a_conflict_names_who_changed_what(applied, run) -> None:
    run("done", "water-week/plan", "--as", "chen")
    words = ("done", "water-week/wrap-up", "--expect", "1", *LI)
    assert "water-week" in run(*words, "--lang", "zh").err
    error = json.loads(run(*words, "--json").out)["error"]
    assert error["changed"] == [{"ref": "campaign:river-2027/water-week", "version": 2, "who": "chen"}]


def test_a_version_that_is_expected_is_the_contents(applied, run) -> None:
    assert run("done", "water-week/plan", "--expect", "1", *LI).status == 0
    assert run("done", "water-week/wrap-up", "--expect", "2", *LI).status == 0


def test_a_key_that_was_used_for_something_else_is_refused(applied, run) -> None:
    run("done", "water-week/plan", "--key", "k-1", *LI)
    ran = run("done", "water-week/wrap-up", "--key", "k-1", *LI, "--lang", "zh")
    assert (ran.status, ran.out) == (3, "")
    assert "k-1" in ran.err


def test_a_change_that_carries_others_along_needs_a_token(applied, run, journal) -> None:
    assert run("fire", "programme:river-2027", "cancel", *WHY, *LI).status == 0  # nothing holds up a stop
    words = ("fire", "programme:river-2027", "reinstate", *WHY, *LI)
    before = journal()
    refused = run(*words, "--lang", "zh")
    assert (refused.status, "预览" in refused.err) == (3, True)
    assert journal() == before
