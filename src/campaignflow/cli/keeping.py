"""The commands that keep an office going: run what is due, see that it arrives, keep the store in order."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from campaignflow import labels
from campaignflow.cli.options import Shelf
from campaignflow.cli.report import json_text
from campaignflow.errors import InvalidValue

__all__ = ["commands"]


def commands(shelf: Shelf) -> None:
    """Put the commands on the shelf."""
    ask, lang = shelf.ask, shelf.lang
    _notices(shelf)

    @shelf.command("run")
    def run(dry_run: bool = ask.dry_run, json_: bool = ask.json, store: str = ask.store) -> int:
        from campaignflow.cli import reminders
        from campaignflow.cli.desk import opened
        from campaignflow.cli.naming import Names

        with opened(store) as office, _failures() as failed:
            names = Names(office)
            if dry_run:
                due = office.obligations()
                print(json_text(reminders.due_data(due)) if json_ else reminders.due_text(due, names, lang))
                return 0
            done = office.run_due()
            left = office.undelivered()
        print(
            json_text(reminders.carried_data(done, lang))
            if json_
            else reminders.carried_text(done, names, lang)
        )
        if failed:
            print(labels.sentence("timers-failed", lang, {"count": len(failed)}), file=sys.stderr)
        if left:
            print(labels.sentence("notices-left", lang, {"count": len(left)}), file=sys.stderr)
        return 1 if failed or left else 0

    @shelf.command("store")
    def store_(
        what: str = ask.argument("migrate|check", "help-store-what"),
        dry_run: bool = ask.dry_run,
        json_: bool = ask.json,
        store: str = ask.store,
    ) -> int:
        from campaignflow.cli.desk import store_url

        url = store_url(store)
        if what == "migrate":
            return _migrate(url, lang, dry_run=dry_run, as_json=json_)
        if what == "check":
            return _check(url, lang, as_json=json_)
        raise InvalidValue("not-one-of", text=what, expected=["migrate", "check"])


def _notices(shelf: Shelf) -> None:
    ask, lang = shelf.ask, shelf.lang

    @shelf.command("notices")
    def notices(
        what: str | None = ask.argument("list|again", "help-notices-what", optional=True),
        ids: list[str] | None = ask.argument("ID", "help-notices-ids", optional=True),
        json_: bool = ask.json,
        store: str = ask.store,
    ) -> int:
        from campaignflow.cli import reminders
        from campaignflow.cli.desk import opened
        from campaignflow.cli.naming import Names

        if what not in {None, "list", "again"}:
            raise InvalidValue("not-one-of", text=what, expected=["list", "again"])
        with opened(store) as office:
            tried = office.redeliver(ids or ()) if what == "again" else None
            left, names = office.undelivered(), Names(office)
        if json_:
            print(json_text(reminders.left_data(left)))
            return 0
        if tried is not None:
            print(labels.sentence("notices-tried", lang, {"count": tried}))
        print(reminders.left_text(left, names, lang))
        return 0


@contextmanager
def _failures() -> Iterator[list[str]]:
    """Collect what the library tells its log meanwhile; a trace is printed only to who debugs."""
    said: list[str] = []

    class Collecting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())
            if os.environ.get("CAMPAIGNFLOW_DEBUG") and logging.lastResort is not None:
                logging.lastResort.handle(record)

    log, handler = logging.getLogger("campaignflow"), Collecting(logging.ERROR)
    log.addHandler(handler)
    try:
        yield said
    finally:
        log.removeHandler(handler)


def _migrate(url: str, lang: str, *, dry_run: bool, as_json: bool) -> int:
    from campaignflow.store.migrations import migrate
    from campaignflow.store.mistakes import StoreUnavailable
    from campaignflow.store.store import Store
    from campaignflow.store.tables import REVISION

    before = after = REVISION
    if dry_run:
        try:
            Store.open(url).close()
        except StoreUnavailable as error:
            if error.code != "store-older":
                raise
            before = str(error.facts["found"])
    else:
        before, after = migrate(url)
    if as_json:
        print(json_text({"kept": not dry_run, "from": before, "to": after}))
        return 0
    code = "store-up-to-date" if before == after else "store-would-migrate" if dry_run else "store-migrated"
    print(labels.sentence(code, lang, {"before": before, "after": after}))
    return 0


def _check(url: str, lang: str, *, as_json: bool) -> int:
    from campaignflow.cli import journal
    from campaignflow.store.store import Store

    with Store.open(url) as store:
        found = store.verify()
        warnings = store.warnings
        path = str(store.path or url)
    if as_json:
        told = [{"code": one.code, "message": one.message(lang)} for one in warnings]
        print(json_text({"store": path, "warnings": told, **journal.found_data(found, lang)}))
    else:
        print(path)
        for one in warnings:
            print(f"{labels.word('warning', lang)}: {one.message(lang)} [{one.code}]")
        print(journal.found_text(found, lang))
    return 0 if found.ok else 1
