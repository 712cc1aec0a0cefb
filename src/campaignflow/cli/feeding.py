"""The commands that hand calendars to subscribers: feed addresses, and the server that answers at them."""

import gc
import ipaddress
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from campaignflow import labels
from campaignflow.cli.choices import number_of_days
from campaignflow.cli.options import Shelf
from campaignflow.cli.report import json_text, plain
from campaignflow.errors import InvalidValue

if TYPE_CHECKING:
    from campaignflow.cli.desk import Act
    from campaignflow.cli.naming import Names
    from campaignflow.gate.change import Change
    from campaignflow.views.feeds import Feed

__all__ = ["commands"]

HOST, PORT = "127.0.0.1", 8463
_WAYS = ("add", "list", "revoke")
_LAST_PORT = 65535


def commands(shelf: Shelf) -> None:
    """Put the commands on the shelf."""
    ask, lang = shelf.ask, shelf.lang

    @shelf.command("feed")
    def feed(
        what: str = ask.argument("add|list|revoke", "help-feed-what"),
        id_: str | None = ask.argument("ID", "help-feed-id", optional=True),
        unit: str = ask.unit,
        partner: str = ask.option("--partner", "M", "help-partner"),
        person: str = ask.option("--person", "P", "help-person"),
        campaign: str = ask.option("--campaign", "C", "help-campaign"),
        audience: str = ask.option("--audience", "A", "help-audience"),
        back: str = ask.option("--days-back", "N", "help-back"),
        ahead: str = ask.option("--days-ahead", "N", "help-ahead"),
        longest: str = ask.option("--longest", "N", "help-feed-longest"),
        programme: str = ask.programme,
        who: str = ask.option("--as", "WHO", "help-feed-as"),
        reason: str = ask.reason,
        note: str = ask.note,
        key: str = ask.key,
        expect: str = ask.expect,
        dry_run: bool = ask.dry_run,
        json_: bool = ask.json,
        store: str = ask.store,
    ) -> int:
        if what not in _WAYS:
            raise InvalidValue("not-one-of", text=what, expected=_WAYS)
        if what == "list":
            return _listed(store, lang, as_json=json_)
        from campaignflow.cli.desk import carried_out

        if not id_:
            raise InvalidValue("feed-what-missing", what=what)
        choices = {
            "unit": unit,
            "partner": partner,
            "person": person,
            "campaign": campaign,
            "audience": audience,
            "programme": programme,
        }
        days = {
            "days_back": number_of_days(back),
            "days_ahead": number_of_days(ahead),
            "longest": number_of_days(longest),
        }
        said: dict[str, Any] = {name: value for name, value in choices.items() if value}
        said |= {name: value for name, value in days.items() if value is not None}
        frame: dict[str, Any] = {"who": who, "reason": reason, "note": note, "key": key, "expect": expect}
        frame |= {"dry_run": dry_run, "json": json_, "store": store}
        verb = _revoke if what == "revoke" else _add(lang)
        typed = {"id": id_} if what == "revoke" else {"id": id_, **said}
        return carried_out(verb, typed, frame, lang, founds=False, after="")

    @shelf.command("serve")
    def serve(
        feeds: bool = ask.flag("--feeds", "help-serve-feeds"),
        host: str = ask.option("--host", "HOST", "help-host"),
        port: str = ask.option("--port", "PORT", "help-port"),
        store: str = ask.store,
    ) -> int:
        if not feeds:
            raise InvalidValue("serve-what")
        return _serve(host or HOST, _port(port), store, lang)


def _add(lang: str) -> Any:
    def add(act: "Act", id: str, **said: Any) -> "Change":  # noqa: A002  # as the verb has it
        token, change = act.way.add_feed(id, **said, **act.said)
        if token and change.kept:  # the token of a preview opens nothing
            path = f"/{token}.ics"
            act.beside.after += [
                labels.sentence("feed-shown-once", lang, {"path": path}),
                labels.sentence("feed-handed-over", lang, {"id": id}),
            ]
            act.beside.data |= {"path": path}
        return change

    return add


def _revoke(act: "Act", id: str) -> "Change":  # noqa: A002  # as the verb has it
    return act.way.revoke_feed(id, **act.said)


def _listed(store: str, lang: str, *, as_json: bool) -> int:
    from campaignflow.cli.desk import opened
    from campaignflow.cli.naming import Names

    with opened(store) as office:
        found, names = office.feeds(), Names(office)
    print(
        json_text({"feeds": [plain(asdict(one)) for one in found]}) if as_json else _table(found, names, lang)
    )
    return 0


def _table(found: Sequence["Feed"], names: "Names", lang: str) -> str:
    from campaignflow.cli.table import aligned

    if not found:
        return labels.sentence("no-feeds", lang, {})
    columns = (
        "column-feed",
        "column-state",
        "column-readers",
        "column-shows",
        "column-since",
        "column-by-whom",
    )
    rows = [
        (
            labels.clean(one.id),
            labels.word(f"feed-{_state(one)}", lang),
            str(one.audience),
            _shows(one, names),
            f"{one.since.astimezone(names.zone):%Y-%m-%d}",
            names.one(one.by),
        )
        for one in found
    ]
    return "\n".join(aligned([tuple(labels.word(one, lang) for one in columns), *rows], {3: 12}, ruled=True))


def _state(feed: "Feed") -> str:
    return "open" if feed.is_open else "revoked" if feed.is_revoked else "closed"


def _shows(feed: "Feed", names: "Names") -> str:
    parties = [names.one(one) for one in (feed.unit, feed.partner, feed.person) if one]
    return " · ".join([feed.programme, *parties, *([labels.clean(feed.campaign)] if feed.campaign else [])])


def _port(text: str) -> int:
    if not text:
        return PORT
    if not (
        text.isascii() and text.isdecimal() and len(text) <= len("65535") and 0 < int(text) <= _LAST_PORT
    ):
        raise InvalidValue("serve-port", text=text)
    return int(text)


def _serve(host: str, port: int, store: str, lang: str) -> int:
    """Answer at the feed addresses of a store until somebody stops it."""
    from campaignflow.cli import desk
    from campaignflow.export.feed import Feeds
    from campaignflow.export.feed_server import feed_server

    with desk.opened(store) as office:
        try:
            server = feed_server(Feeds(office.feed_of, clock=desk.clock), host, port)
        except OSError as error:
            why = error.strerror or str(error)
            raise InvalidValue("serve-cannot-listen", host=host, port=port, why=why) from error
        with server:
            if not _is_here(host):
                print(labels.sentence("serve-open", lang, {"host": host}), file=sys.stderr)
            place = f"[{host}]" if ":" in host else host
            url = f"http://{place}:{server.server_port}/TOKEN.ics"
            print(labels.sentence("serving", lang, {"url": url}), flush=True)
            gc.enable()  # which `main` turned off, as other commands end before it matters
            with suppress(KeyboardInterrupt):
                server.serve_forever()
    return 0


def _is_here(host: str) -> bool:
    """Whether an address can be reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
