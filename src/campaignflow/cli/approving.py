"""The commands about approvals: what waits for whom, verdicts, conditions, people outside, mandates, plugins.

Each calls the verb of the office that has its name; what they show is told in `inbox` and `plugins`.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from campaignflow.cli.options import Shelf
from campaignflow.errors import InvalidValue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from campaignflow.cli.desk import Act
    from campaignflow.gate.change import Change
    from campaignflow.hooks.plugins import PluginReport
    from campaignflow.views.shown import Shown

__all__ = ["commands"]

SPOKEN = {
    "同意": "approve",
    "附条件同意": "approve_with_conditions",
    "有条件同意": "approve_with_conditions",
    "退回": "request_changes",
    "退回修改": "request_changes",
    "不同意": "refuse",
    "弃权": "abstain",
    "发表意见": "comment",
}
"""Verdicts as Chinese offices write them."""
_HOLDS = {"yes": True, "no": False, "是": True, "否": False, "成立": True, "不成立": False}
"""Whether a condition of the plan holds, as it is typed."""
_LONG = 4
"""Digits of a number that nobody means."""
NONE = "none"
"""Typed where a list is to hold nothing."""


def commands(shelf: Shelf) -> None:
    """Put the commands on the shelf."""
    _waiting(shelf)
    _deciding(shelf)
    _conditions(shelf)
    _outside(shelf)
    _standing_in(shelf)
    _plugins(shelf)


def _waiting(shelf: Shelf) -> None:
    ask, lang = shelf.ask, shelf.lang

    @shelf.command("inbox")
    def inbox_(
        who: str = ask.needed("--as", "WHO", "help-inbox-as"), json_: bool = ask.json, store: str = ask.store
    ) -> int:
        from campaignflow.cli.desk import entered, opened
        from campaignflow.cli.inbox import Inbox

        with opened(store) as office:
            found = Inbox(office, entered(who), entered(store))
        _print(found.data() if json_ else found.text(lang), as_json=json_)
        return 0


def _deciding(shelf: Shelf) -> None:
    ask, lang = shelf.ask, shelf.lang
    step_ = ask.argument("STEP", "help-step")
    for_ = ask.option("--for", "PERSON", "help-for")

    @shelf.verb("decide")
    def decide(
        act: "Act",
        ref: str = ask.ref,
        step: str = step_,
        verdict: str = ask.argument("VERDICT", "help-verdict"),
        whose: str = for_,
        seen: str = ask.option("--seen", "S", "help-seen"),
        conditions: list[str] = ask.many("--condition", "TEXT", "help-condition"),
        owner: str = ask.option("--owner", "P", "help-condition-owner"),
        blocks: str = ask.option("--blocks", "T", "help-blocks"),
        due: str = ask.option("--due", "D", "help-condition-due"),
        expects: list[str] = ask.many("--expects", "F", "help-expects"),
        fills: list[str] = ask.many("--fills", "NAME=VALUE", "help-fills"),
    ) -> "Change":
        if not conditions and (owner or blocks or due or expects):
            raise InvalidValue("conditions-missing")
        shown = act.way.shown(ref, step, whose or act.who)
        more = {"owner": owner, "blocks": blocks.replace("-", "_"), "due": due, "expects": expects}
        change = act.way.decide(
            ref,
            step,
            _verdict(verdict),
            seen=seen or (None if shown is None else shown.seen),
            for_=whose,
            conditions=[{"text": text, **more} for text in conditions],
            fills=_filled(fills),
            **act.said,
        )
        _show(act, shown, lang)
        return change

    _bulk(shelf)

    @shelf.verb("take-back")
    def take_back(act: "Act", ref: str = ask.ref, step: str = step_, whose: str = for_) -> "Change":
        said = dict(act.said)
        if whose:
            said["actor"] = replace(said["actor"], on_behalf_of=whose)
        return act.way.take_back(ref, step, **said)

    @shelf.verb("resubmit")
    def resubmit(act: "Act", ref: str = ask.ref) -> "Change":
        return act.way.resubmit(ref, **act.said)

    @shelf.verb("determine")
    def determine(
        act: "Act",
        ref: str = ask.ref,
        condition: str = ask.argument("CONDITION", "help-plan-condition"),
        holds: str = ask.argument("HOLDS", "help-holds"),
    ) -> "Change":
        said = _HOLDS.get(holds.lower())
        if said is None:
            raise InvalidValue("not-one-of", text=holds, expected=["yes", "no"])
        return act.way.determine(ref, condition, holds=said, **act.said)

    @shelf.verb("override")
    def override(
        act: "Act",
        ref: str = ask.ref,
        step: str = step_,
        ratify_by: str = ask.option("--ratify-by", "P", "help-ratify-by"),
        within: str = ask.option("--within", "D", "help-within"),
    ) -> "Change":
        return act.way.override(ref, step, ratify_by=ratify_by, within=within, **act.said)


def _bulk(shelf: Shelf) -> None:
    ask, lang = shelf.ask, shelf.lang

    @shelf.command("decide-all")
    def decide_all(
        verdict: str = ask.argument("VERDICT", "help-verdict"),
        step: str = ask.option("--step", "STEP", "help-only-step"),
        who: str = ask.who,
        reason: str = ask.reason,
        note: str = ask.note,
        expect: str = ask.option("--expect", "TOKEN", "help-expect-inbox"),
        dry_run: bool = ask.dry_run,
        json_: bool = ask.json,
        store: str = ask.store,
    ) -> int:
        from campaignflow.cli.bulk import Bulk
        from campaignflow.cli.desk import actor, entered, opened

        said = {"actor": actor(who), "reason": entered(reason), "note": entered(note)}
        with opened(store) as office:
            bulk = Bulk(office, said, entered(step), lang)
            done = bulk.decided(_verdict(entered(verdict)), expect=entered(expect), dry_run=dry_run)
            _print(done.data(lang) if json_ else done.text(lang), as_json=json_)
        return done.status


def _conditions(shelf: Shelf) -> None:
    ask, lang = shelf.ask, shelf.lang
    condition_ = ask.argument("CONDITION", "help-condition-id")

    @shelf.verb("discharge")
    def discharge(
        act: "Act",
        ref: str = ask.ref,
        condition: str = condition_,
        seen: str = ask.option("--seen", "S", "help-seen"),
    ) -> "Change":
        from campaignflow.cli import inbox

        shown = inbox.expected(act.way, ref, condition, act.who)
        now = seen or (None if shown is None else shown.seen)
        change = act.way.discharge(ref, condition, seen=now, **act.said)
        _show(act, shown, lang)
        return change

    @shelf.verb("lift")
    def lift(act: "Act", ref: str = ask.ref, condition: str = condition_) -> "Change":
        return act.way.lift(ref, condition, **act.said)


def _outside(shelf: Shelf) -> None:
    ask, lang = shelf.ask, shelf.lang

    @shelf.verb("invite")
    def invite(
        act: "Act",
        ref: str = ask.ref,
        step: str = ask.argument("STEP", "help-step"),
        person: str = ask.argument("PERSON", "help-outside-person"),
        until: str = ask.option("--until", "D", "help-token-until"),
    ) -> "Change":
        from campaignflow.cli import inbox

        token, change = act.way.invite(ref, step, person, until=until or None, **act.said)
        if change.kept and not change.replayed:  # the token of a preview opens nothing
            act.beside.after += inbox.handing_over(act.way, change, token, lang)
            act.beside.data |= {"invitation": token}
        return change

    @shelf.command("peek")
    def peek(token: str = _token(shelf), json_: bool = ask.json, store: str = ask.store) -> int:
        from campaignflow.cli import inbox
        from campaignflow.cli.desk import entered, opened
        from campaignflow.cli.naming import Names
        from campaignflow.gate.refusal import Reason, Refused

        with opened(store) as office:
            shown = office.peek(entered(token))
            if shown is None:
                raise Refused([Reason("token-no-good", kind="permission")])
            body, names = office.record(shown.ref).data, Names(office)
        if json_:
            _print(inbox.invitation_data(shown), as_json=True)
        else:
            _print(inbox.invitation_text(shown, body, names, lang), as_json=False)
        return 0

    @shelf.verb("answer", without={"who", "reason"})
    def answer(
        act: "Act",
        token: str = _token(shelf),
        verdict: str = ask.argument("VERDICT", "help-verdict"),
    ) -> "Change":
        asked = act.way.peek(token)
        shown = None if asked is None else act.way.shown(asked.ref, asked.step, asked.person)
        change = act.way.answer(token, _verdict(verdict), **act.said)
        _show(act, shown, lang)
        return change


def _standing_in(shelf: Shelf) -> None:
    ask = shelf.ask

    @shelf.verb("mandate")
    def mandate(
        act: "Act",
        person: str = ask.argument("PERSON", "help-principal"),
        to: str = ask.argument("TO", "help-deputy"),
        from_: str = ask.needed("--from", "D", "help-mandate-from"),
        until: str = ask.needed("--until", "D", "help-mandate-until"),
        scope: list[str] = ask.many("--scope", "STEP", "help-mandate-scope"),
        depth: str = ask.option("--depth", "N", "help-depth"),
    ) -> "Change":
        from campaignflow.actions.mandates import DEEPEST

        if depth and not (depth.isascii() and depth.isdecimal() and len(depth) < _LONG):
            raise InvalidValue("mandate-depth", text=depth, limit=DEEPEST)
        return act.way.give_mandate(
            person, to, from_=from_, until=until, scope=scope, depth=int(depth or 1), **act.said
        )

    @shelf.verb("end-mandate")
    def end_mandate(
        act: "Act",
        person: str = ask.argument("PERSON", "help-principal"),
        mandate: str = ask.argument("ID", "help-mandate-id"),
    ) -> "Change":
        return act.way.end_mandate(person, mandate, **act.said)

    @shelf.verb("annul")
    def annul(
        act: "Act",
        ref: str = ask.ref,
        decision: str = ask.argument("DECISION", "help-decision-id"),
    ) -> "Change":
        return act.way.annul(ref, decision, **act.said)

    @shelf.verb("disown")
    def disown(act: "Act", ref: str = ask.ref) -> "Change":
        return act.way.disown(ref, **act.said)


def _plugins(shelf: Shelf) -> None:
    ask, lang = shelf.ask, shelf.lang

    @shelf.verb("require")
    def require(act: "Act", plugins: list[str] = ask.argument("PLUGIN", "help-plugin-names")) -> "Change":
        return act.way.require([] if plugins == [NONE] else plugins, **act.said)

    @shelf.command("plugins")
    def plugins_(
        what: str | None = ask.argument("list|again", "help-plugins-what", optional=True),
        name: str | None = ask.argument("PLUGIN", "help-plugin-again", optional=True),
        json_: bool = ask.json,
        store: str = ask.store,
    ) -> int:
        from campaignflow.cli import plugged, plugins
        from campaignflow.cli.desk import is_nowhere, opened

        if what not in {None, "list", "again"}:
            raise InvalidValue("not-one-of", text=what, expected=["list", "again"])
        if what == "again":
            with opened(store, founded=False) as office:
                if not office.readmit(name or ""):
                    raise InvalidValue("plugin-not-slow", plugin=name or "")
        found: Sequence[PluginReport]
        if is_nowhere(store):  # before there is an office, those that are set up on the machine
            there = plugged.there()
            found = () if there is None else there.report()
        else:
            with opened(store, founded=False) as office:
                found = office.plugins
        _print(plugins.data(found, lang) if json_ else plugins.text(found, lang), as_json=json_)
        return 1 if any(one.state in {"quarantined", "missing"} for one in found) else 0


def _token(shelf: Shelf) -> Any:
    return shelf.ask.argument("TOKEN", "help-token")


def _show(act: "Act", shown: "Shown | None", lang: str) -> None:
    """Say with a verdict what it is about."""
    from campaignflow.cli.inbox import shown_lines

    if shown is not None:
        act.beside.before += shown_lines(act.way, shown, lang)
        act.beside.data |= {"seen": shown.seen, "content": dict(shown.content)}


def _verdict(typed: str) -> str:
    """Return a verdict by its name, however it was typed."""
    return SPOKEN.get(typed, typed.lower().replace("-", "_").replace(" ", "_"))


def _filled(said: list[str]) -> dict[str, str]:
    """Return what is filled in, as it was typed: `name=value`."""
    pairs = [one.partition("=") for one in said]
    wrong = next((one for one, (name, _, value) in zip(said, pairs, strict=True) if not (name and value)), "")
    if wrong or any(not one for one in said):
        raise InvalidValue("fills-unreadable", text=wrong)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _print(said: Any, *, as_json: bool) -> None:
    from campaignflow.cli.report import json_text

    print(json_text(said) if as_json else said)
