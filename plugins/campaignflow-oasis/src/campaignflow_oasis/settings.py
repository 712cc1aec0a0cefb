"""An office's settings, from a TOML file or a mapping; without any, what is published holds.

A mistake is told as the office is opened, in one sentence that names the file, the place in it and the key.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import campaignflow as cf
from campaignflow_oasis.assurance import STEP, Assurance
from campaignflow_oasis.elections import Period
from campaignflow_oasis.mistakes import LANGUAGES, OasisError
from campaignflow_oasis.norms import norm

__all__ = ["Settings", "read"]

SEVERITIES = ("warning", "error", "note", "off")
_TOP = ("language", "form", "timezone", "assurance", "periods")
_PERIOD = ("title", "from", "until", "essential")
_STEP = frozenset((field.alias or name) for name, field in cf.ApprovalStep.model_fields.items())


@dataclass(frozen=True, slots=True)
class Settings:
    """What an office has set."""

    language: str
    """Of refusals: `en` or `zh`."""
    form: str
    """How heavy a missing part of the form weighs: `warning`, `error`, `note`, or `off`."""
    assurance: Assurance
    periods: tuple[Period, ...]


def read(given: "str | Path | Mapping[str, Any]") -> Settings:
    """Return the settings of a TOML file, or of a mapping like one.

    Raises:
        OasisError: they cannot be read.
    """
    if isinstance(given, Mapping):
        return _settings(given, "Oasis")
    path = Path(given)
    try:
        return _settings(tomllib.loads(path.read_text(encoding="utf-8-sig")), path.name)
    except OSError as error:
        raise OasisError(f"读不到设置 {path}：{error}", f"cannot read {path}: {error}") from error
    except UnicodeDecodeError as error:
        raise OasisError(f"{path}：不是 UTF-8 编码", f"{path}: it is not in UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise OasisError(f"{path}：写法有误：{error}", f"{path}: cannot be read: {error}") from error


def _settings(said: Mapping[str, Any], place: str) -> Settings:
    _known_keys(said, _TOP, place)
    zone = _zone(said.get("timezone", "Europe/London"), f"{place}: timezone")
    periods = said.get("periods", [])
    if not isinstance(periods, list | tuple):
        raise OasisError(f"{place}: periods：请写 [[periods]]", f"{place}: periods: write [[periods]]")
    return Settings(
        _one_of(said.get("language", "en"), LANGUAGES, f"{place}: language"),
        _one_of(said.get("form", "warning"), SEVERITIES, f"{place}: form"),
        _assurance(said.get("assurance", {}), f"{place}: assurance"),
        tuple(_period(one, zone, f"{place}: periods[{n}]") for n, one in enumerate(periods, 1)),
    )


def _assurance(said: Any, at: str) -> Assurance:
    fields = dict(_table(said, at))
    _known_keys(fields, ("limit", *sorted(_STEP)), at)
    limit = str(fields.pop("limit", norm("assurance.limit").value))
    usual = {
        "title": "Professional assurance",
        "by": STEP,
        "covers": ["budget"],
        "due": norm("assurance.answer").value,
        "tolerates": ["confirm", "refine", "less"],
        "overridable": False,
    }
    try:
        step = cf.ApprovalStep(STEP, **(usual | fields))
        if step.due is not None and not isinstance(step.due, cf.Duration):
            raise OasisError(
                f"{at}: due：请写时长，如 21 days", f"{at}: due: write a length of time, as 21 days"
            )
        return Assurance(cf.Money(limit), step)
    except cf.PlanError as error:
        found = error.findings[0]
        raise OasisError(f"{at}：{found.message('zh')}", f"{at}: {found.message('en')}") from error
    except cf.CampaignflowError as error:
        raise OasisError(
            f"{at}: limit：{error.message('zh')}", f"{at}: limit: {error.message('en')}"
        ) from error


def _period(said: Any, zone: ZoneInfo, at: str) -> Period:
    fields = _table(said, at)
    _known_keys(fields, _PERIOD, at)
    title = fields.get("title")
    if not isinstance(title, str) or not title.strip():
        raise OasisError(f"{at}: title：请写名称", f"{at}: title: write what it is called")
    essential = fields.get("essential", [])
    names = [essential] if isinstance(essential, str) else essential
    if not isinstance(names, list | tuple) or not all(isinstance(one, str) and one for one in names):
        raise OasisError(f"{at}: essential：请写一列编号", f"{at}: essential: write a list of ids")
    begin = _moment(fields.get("from"), zone, f"{at}: from")
    end = _moment(fields.get("until"), zone, f"{at}: until")
    period = Period(title.strip(), begin, end, zone, frozenset(names))
    if period.last < period.first:
        raise OasisError(f"{at}: until：早于 from", f"{at}: until: this is before `from`")
    return period


def _moment(said: Any, zone: ZoneInfo, at: str) -> date | datetime:
    """Return a day or a moment; a moment without a zone is one in the zone of the settings."""
    found = said
    if isinstance(said, str):
        try:
            found = datetime.fromisoformat(said) if "T" in said else date.fromisoformat(said)
        except ValueError:
            found = None
    if isinstance(found, datetime):
        return found if found.tzinfo is not None else found.replace(tzinfo=zone)
    if isinstance(found, date):
        return found
    raise OasisError(f"{at}：请写日期，如 2029-05-03", f"{at}: write a day, as 2029-05-03")


def _zone(said: Any, at: str) -> ZoneInfo:
    try:
        return ZoneInfo(said)
    except (KeyError, ValueError, TypeError, OSError) as error:
        raise OasisError(f"{at}：没有时区“{said}”", f"{at}: there is no time zone “{said}”") from error


def _known_keys(said: Mapping[str, Any], known: Iterable[str], at: str) -> None:
    known = list(known)
    for key in said:
        if key not in known:
            near = get_close_matches(str(key), known, 1, 0.6)
            zh = f"；是否指 {near[0]}？" if near else f"；可用：{'、'.join(known)}"
            en = f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"
            raise OasisError(f"{at}：没有“{key}”这个键{zh}", f"{at}: “{key}” is not known here{en}")


def _table(said: Any, at: str) -> Mapping[str, Any]:
    if not isinstance(said, Mapping):
        raise OasisError(f"{at}：应是“键 = 值”的表", f"{at}: this takes keys with values")
    return said


def _one_of(said: Any, words: tuple[str, ...], at: str) -> str:
    if said not in words:
        raise OasisError(f"{at}：应是 {'、'.join(words)} 之一", f"{at}: this is one of {', '.join(words)}")
    return str(said)
