"""Records and their journal: names, bodies, texts, bytes, acts, patches, hashes, redactions (rules 1-9)."""

import hashlib
import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.office.desk import (
    PLAN,
    RENAMED,
    RIVER,
    SUMMER,
    WEEK,
    Clock,
    codes,
    copied,
    everything,
    fails,
    founded,
    launched,
    next_year,
    opened,
    plan,
    raw,
    wrote,
)

import campaignflow as cf
from campaignflow.canonical import canonical, merged
from campaignflow.records.layout import UNORDERED

# rule 1: names


def test_a_short_ref_means_the_only_live_record_of_its_id(office: cf.Office) -> None:
    assert str(office.resolve("water-week/briefing/release")) == f"{WEEK}/briefing/release"
    assert str(office.resolve("campaign:summer")) == SUMMER
    assert str(office.resolve("routine:weekly-report")) == f"{RIVER}/weekly-report"


def test_a_ref_that_may_mean_two_records_is_refused_with_both_in_full(office: cf.Office) -> None:
    office.apply(next_year(), actor="wang-fang")
    with pytest.raises(cf.InvalidValue) as caught:
        office.complete("water-week/scheme", actor="li-wei")
    assert caught.value.code == "ref-ambiguous"
    assert caught.value.facts["refs"] == [f"{WEEK}/scheme", f"{WEEK.replace('2027', '2028')}/scheme"]
    assert office.complete(f"{WEEK}/scheme", actor="li-wei")


def test_a_short_ref_does_not_mean_what_is_archived(office: cf.Office) -> None:
    office.apply(next_year(), actor="wang-fang")
    launched(office, WEEK)
    for trigger in ("wrap_up", "evaluate", "archive"):
        office.fire(WEEK, trigger, actor="li-wei")
    assert str(office.resolve("water-week")) == WEEK.replace("2027", "2028")
    assert str(office.resolve(WEEK)) == WEEK


def test_units_people_media_channels_and_funds_belong_to_no_programme(office: cf.Office) -> None:
    office.apply(next_year(), actor="wang-fang")
    for kind, count in {"unit": 2, "person": 5, "medium": 1, "channel": 1, "fund": 1}.items():
        assert [one.programme for one in office.records(kind=kind)] == [None] * count


def test_a_record_keeps_its_identity_under_another_id(office: cf.Office) -> None:
    office.apply(plan(*RENAMED), actor="li-wei")
    assert office.record("water-week-27").uid == WEEK


def test_what_takes_an_old_id_has_an_identity_of_its_own(office: cf.Office) -> None:
    office.apply(plan(*RENAMED), actor="li-wei")
    other = "campaigns:\n  water-week: {title: 节水评选, lead: office, when: 2027-05-05}\n"
    with suppress(cf.Refused):  # to say that the id was used is right as well
        office.apply(plan(*RENAMED, ("campaigns:\n", other)), actor="li-wei")
    uids = [one.uid for one in office.records(kind="campaign") if one.data["state"] != "retired"]
    assert sorted(uids) == sorted({*uids, WEEK, SUMMER})


# rule 2: bodies


def bodies(office: cf.Office) -> Iterator[tuple[str, Any]]:
    yield from ((record.ref, record.data) for record in office.records())


def values(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield everything inside a body with its path."""
    yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from values(one, (*path, str(key)))


def live(office: cf.Office, clock: Clock) -> None:
    """Have the office do a bit of everything, by several people, over some weeks."""
    office.open("issue", title="水质谣言", unit="press", respond_within="5 hours", actor="sun-lei")
    clock.on(hours=2)
    office.fire("issue:issue-1", "verify", actor="chen-jing")
    office.reschedule("water-week/press-day", "2027-03-10", reason="领导时间", actor="li-wei")
    clock.on(days=1)
    office.confirm("water-week/press-day", actor="chen-jing")
    office.reschedule("routine:weekly-report@2027-03-12", "2027-03-11", reason="调休", actor="li-wei")
    office.cancel("summer/patrol@2027-07-09", reason="高温", actor="chen-jing")
    launched(office, WEEK)
    clock.on(days=1)
    office.complete("water-week/scheme", actor="zhao-min", note="已印发")
    office.postpone("water-week/briefing", reason="场地冲突", actor="li-wei")
    office.reinstate("water-week/briefing", when="2027-03-18 09:30-11:00", actor="li-wei")
    office.pin("water-week/briefing/release", actor="chen-jing")
    clock.on(days=80)
    office.run_due()
    office.fire(SUMMER, "postpone", reason="水位", actor="chen-jing")


@pytest.fixture(scope="module")
def copy() -> bytes:
    clock = Clock()
    with founded(clock) as office:
        live(office, clock)
        return copied(office)


@pytest.fixture
def lived(copy: bytes, clock: Clock) -> Iterator[cf.Office]:
    """An office three months later."""
    clock.on(days=90)
    with opened(copy, clock) as office:
        yield office


def test_bodies_hold_no_null_no_float_and_nothing_empty(lived: cf.Office) -> None:
    for ref, body in bodies(lived):
        for path, value in values(body):
            assert type(value) in {str, int, bool, dict, list}, (ref, path)
            assert value not in ({}, [], ""), (ref, path)
            assert not isinstance(value, int) or abs(value) <= 2**53, (ref, path)


def test_amounts_are_plain_decimals_with_their_currency(office: cf.Office) -> None:
    amounts = [
        value
        for _, body in bodies(office)
        for _, value in values(body)
        if isinstance(value, dict) and "amount" in value and "currency" in value
    ]
    assert {"amount": "80000", "currency": "CNY"} in amounts
    assert all(re.fullmatch(r"-?\d+(\.\d*[1-9])?", one["amount"]) for one in amounts)


def test_dates_hold_what_was_written_and_the_days_it_means(office: cf.Office) -> None:
    when = office.record("water-week").data["plan"]["key_dates"]["press-day"]["when"]
    assert when["written"] == "water-day - 5 workdays"
    assert when["resolved"]["start"] == when["resolved"]["end"] == "2027-03-15"
    assert when["resolved"]["precision"] == "day"
    assert when["resolved"]["certainty"] == "provisional"


def test_lists_without_an_order_are_sorted_by_their_bytes(office: cf.Office) -> None:
    change = (("support: [press]", "support: [press, office]"), ("[planner, administrator]", "[张, planner]"))
    office.apply(plan(*change), actor="wang-fang")
    found = [one for _, body in bodies(office) for one in values(body)]
    unordered = [value for path, value in found if isinstance(value, list) and path[-1] in UNORDERED]
    assert ["office", "press"] in unordered
    assert all(one == sorted(one, key=canonical) for one in unordered)


def test_respelling_and_reordering_write_nothing(office: cf.Office) -> None:
    before = everything(office)
    respelt = plan(
        ("amount: 8万元", "amount: 80000 CNY"),
        ("lead: office, due: water-day", "lead: [office], due: water-day"),
        ("2027-03-22/2027-03-28", "2027-03-22/28"),
        ("  office: {name: 办公室, coordinator: true}\n  press: {name: 宣传中心}\n",
         "  press: {name: 宣传中心}\n  office: {coordinator: true, name: 办公室}\n"),
    )  # fmt: skip
    assert not office.apply(respelt, actor="chen-jing")
    assert everything(office) == before


# rule 3: texts


def note(office: cf.Office, said: str) -> str:
    return office.complete("water-week/scheme", note=said, actor="li-wei").entries[0].note


def title(office: cf.Office, said: str) -> str:
    (entry,) = office.open("request", title=said, actor="sun-lei").entries
    return entry.patch["plan"]["title"]


def test_line_ends_and_trailing_blanks_are_settled_at_the_door(office: cf.Office) -> None:
    assert note(office, "第一行  \r\n第二行 \n\n") == "第一行\n第二行"


def test_texts_are_kept_in_one_normal_form(office: cf.Office) -> None:
    assert title(office, unicodedata.normalize("NFD", "Café à la une")) == "Café à la une"


@pytest.mark.parametrize("name", ["\uf900", "王\ufa10", "\U0002f800"])
def test_variant_characters_of_names_stay_as_they_are(office: cf.Office, name: str) -> None:
    assert unicodedata.normalize("NFC", name) != name
    assert title(office, name) == name


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b[31m", "\x85", "\x9f", "\r", "\ud800"])
def test_control_characters_and_half_characters_are_refused(office: cf.Office, bad: str) -> None:
    before = everything(office)
    for call in (note, title):
        assert fails(call, office, f"水{bad}周") == "text-has-control"
    assert everything(office) == before


@pytest.mark.parametrize("bad", ["a\x00b", "\ud800"])
def test_what_comes_with_the_actor_and_the_key_passes_the_same_door(office: cf.Office, bad: str) -> None:
    for said in ({"actor": cf.Actor("li-wei", via=bad)}, {"actor": "li-wei", "key": bad}):
        with pytest.raises(cf.CampaignflowError):
            office.complete("water-week/scheme", **said)


def test_stored_texts_are_never_normalised_again(lived: cf.Office) -> None:
    for entry in lived.journal():
        assert entry.payload == canonical(json.loads(entry.payload))


# rule 4: bytes


def test_what_is_hashed_is_stored_as_those_very_bytes_of_text(lived: cf.Office) -> None:
    with raw(lived) as connection:
        rows = connection.execute(
            "SELECT header, payload, typeof(header), typeof(payload) FROM journal"
        ).fetchall()
        kept = connection.execute("SELECT body, typeof(body) FROM records").fetchall()
    for header, payload, *types in rows:
        assert types == ["text", "text"]
        for said in (header, payload):
            assert said.encode() == by_the_rule(json.loads(said))
    assert all(kind == "text" and body.encode() == by_the_rule(json.loads(body)) for body, kind in kept)
    assert "世界水日" in kept[0][0] + "".join(body for body, _ in kept)


def by_the_rule(value: Any) -> bytes:
    """Return the canonical bytes of a value, as rule 4 says them, by nothing of ours."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


# rule 5: acts


def test_one_call_is_one_act_with_one_moment_and_one_responsible_person(office: cf.Office) -> None:
    change = office.reschedule("water-week/press-day", "2027-03-10", reason="领导时间", actor="li-wei")
    assert wrote(change) == [("water-week", "rescheduled"), ("summer", "followed")]
    assert len({(entry.act, entry.at, entry.responsible) for entry in change.entries}) == 1
    assert [entry.version for entry in change.entries] == [2, 2]


def test_entries_of_one_act_on_one_record_have_consecutive_versions(office: cf.Office) -> None:
    change = office.apply(
        plan(("宣传中心}", "宣传和新闻中心}"), ("name: 王芳, unit: office", "name: 王芳芳, unit: press")),
        actor="wang-fang",
    )
    mine = [entry for entry in change.entries if entry.ref == "person:wang-fang"]
    assert [(entry.version, entry.verb) for entry in mine] == [(2, "governed"), (3, "amended")]
    assert len({entry.act for entry in change.entries}) == 1


NOTHING = {
    "apply": lambda office: office.apply(plan(), actor="chen-jing"),
    "the same date": lambda office: office.reschedule("summer/show", "2027-07-mid", actor="li-wei"),
    "the same date spelt otherwise": lambda office: office.reschedule(
        "summer/show", "2027年7月中旬", actor="li-wei"
    ),
    "confirm what stands": lambda office: office.confirm("water-week/water-day", actor="li-wei"),
    "unpin what is not pinned": lambda office: office.unpin("summer/show", actor="li-wei"),
    "a roll-over that was done": lambda office: office.rollover("river-2027", to=2028, actor="li-wei"),
    "recalculate": lambda office: office.recalculate("river-2027", reason="核对", actor="li-wei"),
}


@pytest.mark.parametrize("act", NOTHING.values(), ids=NOTHING)
def test_an_act_that_changes_nothing_writes_nothing(office: cf.Office, act: Any) -> None:
    office.rollover("river-2027", to=2028, actor="li-wei")
    before = everything(office)
    assert not act(office_of(office))
    assert everything(office) == before


def office_of(office: cf.Office) -> Any:
    """Return the office with refs that stay short although next year's programme is there, too."""

    class Short:
        def __getattr__(self, verb: str) -> Any:
            def call(ref: Any, *rest: Any, **said: Any) -> Any:
                full = f"campaign:river-2027/{ref}" if isinstance(ref, str) and "/" in ref else ref
                return getattr(office, verb)(full, *rest, **said)

            return call

    return Short()


def test_only_a_change_of_the_body_raises_the_version_that_edits_expect(
    office: cf.Office, clock: Clock
) -> None:
    office.open("issue", title="水质谣言", unit="press", respond_within="5 hours", actor="sun-lei")
    clock.on(hours=4, minutes=1)
    office.run_due()
    reminded = office.record("issue:issue-1")
    assert (reminded.version, reminded.body_version) == (2, 1)
    office.fire("issue:issue-1", "verify", actor="chen-jing")
    verified = office.record("issue:issue-1")
    assert (verified.version, verified.body_version) == (3, 3)


# rule 6: patches


def test_each_patch_leads_from_the_body_before_it_to_the_body_after_it(lived: cf.Office) -> None:
    for record in lived.records():
        body: Any = {}
        changed = 0
        for entry in lived.journal(record.ref):
            after = by_rfc_7396(body, entry.patch)
            assert canonical(merged(body, entry.patch)) == canonical(after)
            assert canonical(lived.as_of(record.ref, entry.version)) == canonical(after)
            changed = entry.version if after != body else changed
            body = after
        assert record.body == canonical(body)
        assert record.body_version == changed


def by_rfc_7396(target: Any, patch: Any) -> Any:
    """Apply a merge patch as section 2 of RFC 7396 spells it out."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = by_rfc_7396(result.get(name), value)
    return result


# rule 7: hashes


def sha(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()


def test_each_entry_is_bound_to_its_content_its_act_and_the_one_before(lived: cf.Office) -> None:
    with raw(lived) as connection:
        names = "ref, version, act, hash, header, payload, salt"
        rows = connection.execute(f"SELECT {names} FROM journal ORDER BY ref, version").fetchall()
    owner = lived._store.office
    acts: dict[str, list[list[Any]]] = {}
    for ref, version, act, _, header, *_ in rows:
        acts.setdefault(act, []).append([ref, version, json.loads(header)[14]])
    previous: dict[str, str] = {}
    for ref, version, act, hashed, header, payload, salt in rows:
        form, whose, said_ref, said_version, prev, said_act, manifest, *_, content, _ = json.loads(header)
        assert (form, whose, said_ref, said_version, said_act) == ("cf-entry/1", owner, ref, version, act)
        assert prev == previous.get(ref, sha((owner + ref).encode()))
        assert content == sha(bytes.fromhex(salt) + payload.encode())
        assert len(bytes.fromhex(salt)) == 16
        assert manifest == sha(by_the_rule(sorted(acts[act])))
        assert hashed == sha(header.encode())
        previous[ref] = hashed
    assert max(map(len, acts.values())) > 10


# rule 8: redactions


def octets(file: Path) -> bytes:
    """Return everything the store has on the disk."""
    return b"".join(one.read_bytes() for one in sorted(file.parent.iterdir()))


SECRET = "举报人王某一三八零零"
SECRETS = {
    "title of an activity": ("water-week", "plan/activities/scheme/title", None),
    "reason of an entry": ("summer", "reason", 2),
    "note of an entry": ("summer", "note", 2),
    "title of what was opened": ("issue:issue-1", "plan/title", None),
}


@pytest.fixture
def with_secret(clock: Clock, file: Path) -> Iterator[cf.Office]:
    """An office in a file in which one text is the secret, wherever a test asks for it."""
    with founded(clock, PLAN.replace("印发方案", SECRET), file=file) as office:
        office.reschedule("summer/show", "2027-07-25", reason=SECRET, note=SECRET, actor="li-wei", key="一")
        office.open("issue", title=SECRET, unit="press", respond_within="5 hours", actor="sun-lei", key="二")
        yield office


def test_what_was_redacted_everywhere_is_nowhere_in_the_file(with_secret: cf.Office, file: Path) -> None:
    assert SECRET.encode() in octets(file)
    for ref, path, version in SECRETS.values():
        assert with_secret.redact(ref, path, version=version, reason="个人信息", actor="wang-fang")
    assert SECRET.encode() not in octets(file)
    found = with_secret.verify()
    assert found.ok
    assert len({(one.ref, one.version) for one in found.redactions}) >= 3
    assert {one.reason for one in found.redactions} == {"个人信息"}


@pytest.mark.parametrize(("ref", "path", "version"), SECRETS.values(), ids=SECRETS)
def test_a_redacted_text_is_gone_and_its_entry_says_so(
    with_secret: cf.Office, ref: str, path: str, version: int | None
) -> None:
    before = {entry.version: entry for entry in with_secret.journal(ref)}
    change = with_secret.redact(ref, path, version=version, reason="个人信息", actor="wang-fang")
    (said,) = change.entries
    assert (said.verb, said.reason, said.responsible) == ("redacted", "个人信息", "wang-fang")
    assert said.details["path"] == path
    for entry in with_secret.journal(ref):
        if entry.version in said.details["versions"]:
            old = before[entry.version]
            assert entry.redacted
            assert entry.salt is None
            assert (entry.hash, entry.payload_digest) == (old.hash, old.payload_digest)
            left = said.details["residuals"][str(entry.version)]
            assert left == sha(entry.payload)
    assert with_secret.verify().ok


def test_redacting_a_present_value_is_also_an_amendment(office: cf.Office) -> None:
    office.redact("water-week", "plan/activities/scheme/title", reason="个人信息", actor="wang-fang")
    record = office.record("water-week")
    assert record.body_version == record.version == 2
    assert "印发方案" not in record.body.decode()


def test_redacting_the_reason_of_an_entry_leaves_the_body_alone(office: cf.Office) -> None:
    office.reschedule("summer/show", "2027-07-25", reason="私事", actor="li-wei")
    office.redact("summer", "reason", version=2, reason="个人信息", actor="wang-fang")
    record = office.record("summer")
    assert (record.version, record.body_version) == (3, 2)


def test_redaction_takes_a_permission_and_a_reason_of_its_own(office: cf.Office) -> None:
    path = "plan/activities/scheme/title"
    assert codes(office.redact, "water-week", path, reason="", actor="li-wei") == {
        "may-not-redact",
        "reason-missing",
    }


def test_what_was_redacted_stays_so_when_the_key_of_its_act_comes_again(with_secret: cf.Office) -> None:
    with_secret.redact("summer", "reason", version=2, reason="个人信息", actor="wang-fang")
    again = with_secret.reschedule(
        "summer/show", "2027-07-25", reason=SECRET, note=SECRET, actor="li-wei", key="一"
    )
    assert again.replayed
    assert again.entries[0].reason == "[redacted]"


def test_what_was_redacted_does_not_come_back_with_the_plan_file(office: cf.Office) -> None:
    office.redact("water-week", "plan/activities/scheme/title", reason="个人信息", actor="wang-fang")
    with suppress(cf.Refused):
        office.apply(plan(), actor="li-wei")
    assert "印发方案" not in office.record("water-week").body.decode()


def test_the_title_of_something_taken_out_can_be_redacted(clock: Clock, file: Path) -> None:
    with founded(clock, PLAN.replace("展览", SECRET), file=file) as office:
        gone = (f"      show: {{title: {SECRET}, lead: press, when: 2027-07-mid}}\n", "")
        office.apply(plan(gone, of=PLAN.replace("展览", SECRET)), actor="li-wei")
        office.redact("summer", "plan/activities/show/title", reason="个人信息", actor="wang-fang")
        assert SECRET.encode() not in octets(file)


def test_a_title_is_redacted_in_its_reminders_too(with_secret: cf.Office, clock: Clock, file: Path) -> None:
    clock.on(hours=4, minutes=1)
    with_secret.run_due()
    for ref, path, version in SECRETS.values():
        with_secret.redact(ref, path, version=version, reason="个人信息", actor="wang-fang")
    assert SECRET.encode() not in octets(file)


def test_a_reason_can_be_redacted_wherever_the_act_wrote_it(clock: Clock, file: Path) -> None:
    with founded(clock, file=file) as office:
        office.reschedule("water-week/press-day", "2027-03-10", reason=SECRET, actor="li-wei")
        office.redact("water-week", "reason", version=2, reason="个人信息", actor="wang-fang")
        assert SECRET.encode() not in octets(file)


NO_TEXTS = [
    ("water-week", "plan/when/written"),
    ("water-week", "plan/lead"),
    ("fund:special", "plan/amount/amount"),
    ("person:li-wei", "plan/roles"),
]


@pytest.mark.parametrize(("ref", "path"), NO_TEXTS)
def test_what_the_office_works_by_cannot_be_redacted(office: cf.Office, ref: str, path: str) -> None:
    with pytest.raises(cf.Refused):
        office.redact(ref, path, reason="个人信息", actor="wang-fang")


# rule 9: append only


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET verb = 'approved'",
        "UPDATE journal SET payload = '{}' WHERE version = 1",
        "UPDATE journal SET salt = NULL",
        "DELETE FROM journal",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal",
    ],
)
def test_the_database_itself_refuses_to_rewrite_the_journal(office: cf.Office, statement: str) -> None:
    before = everything(office)["journal"]
    with raw(office) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
        connection.rollback()
    assert everything(office)["journal"] == before


def test_entries_that_stand_are_never_touched_by_later_acts(office: cf.Office, clock: Clock) -> None:
    before = everything(office)["journal"]
    live(office, clock)
    after = everything(office)["journal"]
    assert set(before) < set(after)
    for earlier, later in pairwise(office.journal(WEEK)):
        assert later.prev_hash == earlier.hash
