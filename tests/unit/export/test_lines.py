"""Content lines: nothing that a planner types can end one, and every reader unfolds the same text."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.agenda import at

from campaignflow.export import lines

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"


def unfolded(octets: bytes) -> str:
    return octets.replace(b"\r\n ", b"").removesuffix(b"\r\n").decode()


def pieces(octets: bytes) -> list[bytes]:
    return octets.removesuffix(b"\r\n").split(b"\r\n")


def test_a_line_of_75_octets_stays_whole_and_one_of_76_is_folded():
    assert lines.fold("A" * 75) == b"A" * 75 + b"\r\n"
    assert lines.fold("A" * 76) == b"A" * 75 + b"\r\n A\r\n"


@pytest.mark.parametrize("lead", range(4))
@pytest.mark.parametrize("character", ["水", "é", "\U0001f4a7", "a"])
def test_a_fold_leaves_every_character_whole_and_every_line_short(character: str, lead: int):
    line = "x" * lead + character * 200
    folded = lines.fold(line)
    assert unfolded(folded) == line
    assert all(len(piece) <= 75 for piece in pieces(folded))
    assert all(piece.decode() for piece in pieces(folded))


@pytest.mark.parametrize(
    ("glued", "starts"),
    [
        ("e\u0301", "e"),
        (FAMILY, FAMILY[0]),
        ("\U0001f44b\U0001f3fd", "\U0001f44b"),
        ("\\n", "\\"),
        ("\\,", "\\"),
    ],
    ids=["combining mark", "family of four", "skin tone", "escaped line", "escaped comma"],
)
@pytest.mark.parametrize("lead", range(50, 76))
def test_a_fold_keeps_together_what_is_read_as_one(glued: str, starts: str, lead: int):
    line = "x" * lead + glued + "x" * 40
    first, second = (piece.decode() for piece in pieces(lines.fold(line)))
    assert (glued in first) or (glued in second)
    assert first + second[1:] == line
    assert second[1] in {"x", starts}


def test_a_run_of_marks_without_end_is_folded_all_the_same():
    line = "e" + "\u0301" * 300
    assert unfolded(lines.fold(line)) == line
    assert all(len(piece) <= 75 for piece in pieces(lines.fold(line)))


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("通稿, 定稿; 见 C:\\new", "通稿\\, 定稿\\; 见 C:\\\\new"),
        ("一行\n二行", "一行\\n二行"),
        ("一\r\n二\r三\u2028四\x0b五", "一\\n二\\n三\\n四\\n五"),
        ("水\r\nEND:VEVENT\r\nBEGIN:VEVENT", "水\\nEND:VEVENT\\nBEGIN:VEVENT"),
        ("无\x00声\x1b[31m\x7f\x9b", "无�声�[31m��"),
        ("左\u202e右\u2066\ufeff", "左�右��"),
        ("\u200fשלום\u200e 水\u061c", "\u200fשלום\u200e 水\u061c"),
        ("坏\ud800字", "坏�字"),
        ("“引号” \" '", "“引号” \" '"),
        ("表\t格", "表\t格"),
    ],
)
def test_text_is_escaped_and_cleaned_so_that_it_stays_on_its_line(typed: str, written: str):
    assert lines.text(typed) == written


def test_a_title_stands_on_one_line():
    assert lines.one_line(" 世界水日\r\n中国水周\t ") == "世界水日 中国水周"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("办公室", "办公室"),
        ("宣传部: 新媒体; 组, 甲", '"宣传部: 新媒体; 组, 甲"'),
        ("办公室,综合组", '"办公室,综合组"'),
        ('王"小"芳', "王“小”芳"),
        ('开 " 口', "开 ” 口"),
        ("a\\b^nc", "a\uff3cb\uff3enc"),
        ("一\r\nX-EVIL:1", '"一 X-EVIL:1"'),
    ],
)
def test_a_parameter_is_quoted_and_holds_nothing_that_readers_decode_differently(typed: str, written: str):
    assert lines.parameter(typed) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("https://slj.example.gov.cn/a?x=1,2;3", "https://slj.example.gov.cn/a?x=1,2;3"),
        ("https://example.org/通稿 1", "https://example.org/%E9%80%9A%E7%A8%BF%201"),
        ("mailto:press@example.org", "mailto:press@example.org"),
        ("https://example.org/%E6%B0%B4", "https://example.org/%E6%B0%B4"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("data:text/html,x", None),
        ("https:evil", None),
        ("//example.org", None),
        ("https://example.org/\r\nX-EVIL:1", "https://example.org/%20X-EVIL:1"),
    ],
)
def test_only_addresses_of_the_web_and_of_mail_are_let_out(typed: str, written: str | None):
    assert lines.address(typed) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("press@example.org", "mailto:press@example.org"),
        ("MAILTO:press@example.org", "mailto:press@example.org"),
        ("urn:uuid:2f6c", "urn:uuid:2f6c"),
        ("a b\r\n@example.org", "mailto:a%20b%20@example.org"),
    ],
)
def test_somebody_is_addressed_by_mail_or_by_a_urn(typed: str, written: str):
    assert lines.mailbox(typed) == written


def test_days_and_moments_are_written_as_the_clock_shows_them():
    assert lines.day(date(2027, 3, 2)) == "20270302"
    assert lines.moment(datetime(2027, 3, 2, 9, 5, 7)) == "20270302T090507"
    assert lines.instant(at("2027-03-02T09:05")) == "20270302T010500Z"
    assert lines.instant(datetime(2027, 3, 2, tzinfo=UTC)) == "20270302T000000Z"


def test_a_naive_datetime_names_no_instant():
    with pytest.raises(ValueError, match="naive"):
        lines.instant(datetime(2027, 3, 2))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (timedelta(0), "PT0S"),
        (timedelta(minutes=-0), "PT0S"),
        (timedelta(hours=-1), "-PT1H"),
        (timedelta(days=7), "P1W"),
        (timedelta(days=8), "P8D"),
        (timedelta(days=1, hours=2), "P1DT2H"),
        (timedelta(hours=1, seconds=5), "PT1H0M5S"),
        (timedelta(minutes=90), "PT1H30M"),
        (timedelta(seconds=0.4), "PT0S"),
        (timedelta(seconds=-0.4), "PT0S"),
    ],
)
def test_a_duration_keeps_to_the_grammar(value: timedelta, written: str):
    assert lines.duration(value) == written


def test_a_name_holds_only_what_a_name_may_hold():
    assert lines.name("x-evil:1\r\nEND") == "X-EVIL1END"
