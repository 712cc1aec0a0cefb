"""Plans and calendars go into the record, and come out of it again."""

import json
from pathlib import Path

import pytest

from campaignflow.planfile.loader import load


def reworded(file: Path, *pairs: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


PRINTED_MORE = ("quantity: 1500", "quantity: 2000")


# apply


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh",
            [
                "设立  本单位",
                "新增  单位 2 项：办公室、宣传出版中心",
                "新增  宣传活动 2 项：",
                "已新建存储 sqlite:///campaignflow.db。",
            ],
        ),
        (
            "en",
            [
                "founded  office",
                "added    unit × 2: 办公室, 宣传出版中心",
                "added    campaign × 2: ",
                "Made the store ",
            ],
        ),
    ],
)
def test_the_first_apply_founds_the_office_and_says_what_came_in(
    lang: str, said: list[str], year: Path, run, journal
) -> None:
    ran = run("apply", year, "--as", "li-wei", "--lang", lang)
    assert (ran.status, ran.err) == (0, "")
    assert [one for one in said if one not in ran.out] == []
    assert len(journal()) == 11


@pytest.mark.parametrize(("lang", "said"), [("zh", "没有变化。"), ("en", "Nothing changed.")])
def test_applied_again_it_changes_nothing(lang: str, said: str, applied: Path, run, journal) -> None:
    before = journal()
    ran = run("apply", applied, "--as", "li-wei", "--lang", lang)
    assert (ran.status, ran.out.strip(), ran.err) == (0, said, "")
    assert journal() == before


def test_a_change_is_told_with_its_old_and_new_value_and_the_dates_that_follow(applied: Path, run) -> None:
    reworded(applied, PRINTED_MORE, ("water-day - 5 workdays", "2027-03-12"))
    out = run("apply", applied, "--as", "li-wei", "--reason", "加印", "--lang", "zh").out
    assert "water-week/budget/海报印制/quantity：1500 → 2000" in out
    assert "water-week/press-day/when：water-day - 5 workdays → 2027-03-12" in out
    assert "海报：截止 2027-04-14 → 2027-04-11" in out
    assert "people-daily" in out


def test_what_others_changed_stays_and_is_reported(applied: Path, run) -> None:
    run("move", "summer/poster", "2027-04-20", "--reason", "印刷", "--as", "chen")
    ran = run("apply", applied, "--as", "li-wei", "--lang", "zh")
    assert ran.status == 0
    assert "文件仍写“water-week/press-day + 30 days”，记录已是“2027-04-20”" in ran.out
    assert ran.out.rstrip().endswith("没有变化。")


def test_a_plan_that_undoes_a_colleague_needs_his_address_named(applied: Path, run) -> None:
    reworded(applied, ("title: 暑期安全", "title: 暑期防溺水"))
    assert run("apply", applied, "--as", "chen").status == 0
    reworded(applied, ("title: 暑期防溺水", "title: 暑期安全"))
    refused = run("apply", applied, "--as", "li-wei", "--lang", "zh")
    assert refused.status == 3
    assert "summer" in refused.err
    reverts = "campaign:river-2027/summer/title"
    assert run("apply", applied, "--as", "li-wei", "--reverts", reverts).status == 0


def test_only_what_is_named_is_applied(applied: Path, run) -> None:
    reworded(applied, PRINTED_MORE, ("title: 暑期安全", "title: 暑期防溺水"))
    out = run("apply", applied, "--as", "li-wei", "--only", "summer", "--lang", "zh").out
    assert "暑期防溺水" in out
    assert "1500 → 2000" not in out
    assert "1500 → 2000" in run("diff", applied, "--lang", "zh").out


def test_a_campaign_that_the_file_leaves_out_goes_only_if_it_is_named(applied: Path, run) -> None:
    text = applied.read_text(encoding="utf-8")
    applied.write_text(text[: text.index("  summer:")], encoding="utf-8")
    kept = run("apply", applied, "--as", "chen", "--lang", "zh")
    assert (kept.status, "撤下" in kept.out) == (0, False)
    assert "summer" in kept.out
    gone = run("apply", applied, "--as", "chen", "--retire", "summer", "--lang", "zh")
    assert "撤下" in gone.out
    assert "summer" not in run("status").out


@pytest.mark.parametrize("as_json", [False, True])
def test_a_plan_with_errors_is_reported_as_check_does_and_founds_nothing(
    *, as_json: bool, year: Path, folder: Path, run
) -> None:
    reworded(year, ("support: press", "support: pres"))
    ran = run("apply", year, "--as", "li-wei", *["--json"] * as_json)
    assert ran.status == 1
    assert "[unknown-id]" in ran.err or json.loads(ran.out)["findings"][0]["code"] == "unknown-id"
    assert not (folder / "campaignflow.db").exists()
    assert run("diff", year).status == 1


@pytest.mark.parametrize("who", ["nobody", "zhao-min"])
def test_somebody_who_may_not_found_the_office_leaves_no_store_behind(
    who: str, year: Path, folder: Path, run
) -> None:
    ran = run("apply", year, "--as", who)
    assert (ran.status, ran.out) == (3, "")
    assert "li-wei" in ran.err
    assert not (folder / "campaignflow.db").exists()


def test_the_founding_can_be_tried_and_then_carried_out_by_its_token(year: Path, folder: Path, run) -> None:
    tried = run("apply", year, "--as", "li-wei", "--dry-run", "--lang", "zh")
    assert tried.status == 0
    assert tried.out.startswith("试运行，什么也没有记录：\n")
    assert "届时将新建存储" in tried.out
    assert not (folder / "campaignflow.db").exists()
    token = json.loads(run("apply", year, "--as", "li-wei", "--dry-run", "--json").out)["token"]
    assert f"--expect {token}" in tried.out
    assert run("apply", year, "--as", "li-wei", "--expect", token).status == 0


# diff


def test_diff_writes_nothing_and_names_the_token_for_apply(applied: Path, run, journal) -> None:
    reworded(applied, PRINTED_MORE)
    before = journal()
    ran = run("diff", applied, "--lang", "zh")
    assert (ran.status, ran.err) == (0, "")
    assert "1500 → 2000" in ran.out
    token = json.loads(run("diff", applied, "--json").out)["token"]
    assert f"--expect {token}" in ran.out
    assert journal() == before
    assert run("apply", applied, "--as", "li-wei", "--reason", "加印", "--expect", token).status == 0


def test_a_plan_that_says_what_is_on_record_has_no_difference(applied: Path, run) -> None:
    assert run("diff", applied, "--lang", "zh").out.strip() == "计划文件与记录一致。"
    assert run("diff", applied).out.strip() == "The plan and the record agree."


def test_drift_is_a_difference(applied: Path, run) -> None:
    run("move", "summer/poster", "2027-04-20", "--reason", "印刷", "--as", "chen")
    out = run("diff", applied, "--lang", "zh").out
    assert "保留记录" in out
    assert "一致" not in out


@pytest.mark.parametrize("as_json", [False, True])
def test_diff_says_why_a_plan_would_be_refused(*, as_json: bool, applied: Path, run) -> None:
    run("move", "summer/poster", "2027-04-20", "--reason", "印刷", "--as", "chen")
    reworded(applied, ("due: water-week/press-day + 30 days", "due: 2027-05-05"))
    ran = run("diff", applied, "--lang", "zh", *["--json"] * as_json)
    assert ran.status == 3
    if as_json:
        assert [one["code"] for one in json.loads(ran.out)["reasons"]] == ["conflict"]
    else:
        assert "不能应用，原因有 1 条" in ran.out


# export


def test_what_is_exported_is_a_plan_that_changes_nothing(applied: Path, folder: Path, run, journal) -> None:
    run("move", "summer/poster", "2027-04-20", "--reason", "印刷", "--as", "chen")
    before = journal()
    for name in ("now.yaml", "now.json"):
        assert run("export", "-o", name).status == 0
        assert str(load(folder / name).campaigns["summer"].activities["poster"].due) == "2027-04-20"
        assert run("apply", name, "--as", "li-wei").status == 0
    assert journal() == before
    assert run("export", "river-2027").out == (folder / "now.yaml").read_text(encoding="utf-8")
    assert json.loads(run("export", "--json").out)["programme"]["id"] == "river-2027"
    assert run("export", "-o", "now.docx").status == 2


def test_an_export_writes_over_nothing(applied: Path, run) -> None:
    before = applied.read_bytes()
    ran = run("export", "-o", applied)
    assert ran.status == 2
    assert "exists already" in ran.err
    assert applied.read_bytes() == before


def test_an_unknown_programme_is_named_with_the_one_that_was_meant(applied: Path, run) -> None:
    for words in (["export", "river-2072"], ["status", "--programme", "river-2072"]):
        ran = run(*words, "--lang", "zh")
        assert ran.status == 2
        assert "river-2027" in ran.err


# next year


def test_next_years_programme_is_made_once(applied: Path, run, journal) -> None:
    before = journal()
    words = ("rollover", "river-2027", "--to", "2028", "--as", "li-wei", "--lang", "zh")
    assert "结转" in run(*words, "--dry-run").out
    assert journal() == before
    first = run(*words)
    assert (first.status, "结转  年度宣传计划" in first.out) == (0, True)
    assert run(*words).out.strip().endswith("没有变化。")
    named = run(*words, "--id", "river-next", "--json")
    assert {one["ref"] for one in json.loads(named.out)["entries"]} >= {"programme:river-next"}


# calendars


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_new_days_off_move_nothing_until_dates_are_recalculated(
    lang: str, applied: Path, notice: Path, run, journal
) -> None:
    before = run("schedule", "--json").out
    added = run("calendar", "add", notice, "--as", "li-wei", "--lang", lang)
    assert (added.status, "campaignflow recalculate" in added.out) == (0, True)
    assert run("schedule", "--json").out == before
    refused = run("recalculate", "--as", "li-wei", "--lang", lang)
    assert refused.status == 3
    tried = run("recalculate", "--reason", "放假通知", "--as", "li-wei", "--dry-run", "--lang", lang)
    kept = journal()
    assert "印发方案" in tried.out
    done = run("recalculate", "river-2027", "--reason", "放假通知", "--as", "li-wei", "--lang", lang)
    assert "2027-02-22 → 2027-02-20" in done.out
    assert journal() != kept


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "不是 JSON"),
        ("programme: 1", "不是 JSON"),
        ("[" * 100_000, "不是 JSON"),
        ("[]", "放假"),
        ("{}", "放假"),
        ('{"year": 2027, "days": [{"date": "2029-01-01", "name": "元旦", "isOffDay": true}]}', "2029-01-01"),
        ('{"year": 2027, "days": [], "x": "' + "x" * 1_100_000 + '"}', "1 MB"),
    ],
)
def test_a_file_without_days_off_has_its_sentence(
    text: str, said: str, applied: Path, folder: Path, run
) -> None:
    (folder / "cn.json").write_text(text, encoding="utf-8")
    ran = run("calendar", "add", "cn.json", "--as", "li-wei", "--lang", "zh")
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


def test_a_calendar_can_only_be_added(applied: Path, notice: Path, run) -> None:
    assert run("calendar", "ad", notice, "--as", "li-wei").status == 2
    assert run("calendar", "add", "none.json", "--as", "li-wei").status == 2
    assert run("calendar", "add", ".", "--as", "li-wei").status == 2
    assert run("calendar", "add", "/dev/null", "--as", "li-wei").status == 2
