"""The commands that ask the record and change nothing: status, why, log, due.

What they print is worked out in `standing` and `journal`; what they read, in `campaignflow.views`.
"""

from typing import Any

from campaignflow.cli.options import Shelf

__all__ = ["commands"]


def commands(shelf: Shelf) -> None:
    """Put the commands on the shelf."""
    ask, lang = shelf.ask, shelf.lang

    @shelf.command("status")
    def status(
        ref: str | None = ask.any_ref,
        programme: str = ask.programme,
        json_: bool = ask.json,
        store: str = ask.store,
    ) -> int:
        from campaignflow.cli import standing
        from campaignflow.cli.desk import entered, opened
        from campaignflow.cli.naming import Names

        with opened(store) as office:
            names = Names(office)
            if ref is None:
                board = standing.Board(office, entered(programme) or None, names)
                _print(board.data() if json_ else board.text(lang), as_json=json_)
                return 0
            one = standing.One(office, entered(ref), names)
            _print(one.data() if json_ else one.text(lang), as_json=json_)
        return 0

    @shelf.command("why")
    def why(
        ref: str = ask.ref,
        trigger: str | None = ask.argument("TRIGGER", "help-any-trigger", optional=True),
        json_: bool = ask.json,
        store: str = ask.store,
    ) -> int:
        from campaignflow.cli import standing
        from campaignflow.cli.desk import entered, opened

        with opened(store) as office:
            asked = None if trigger is None else entered(trigger).replace("-", "_")
            found = office.why(entered(ref), asked)
        _print(standing.why_data(found, lang) if json_ else standing.why_text(found, lang), as_json=json_)
        return 0

    @shelf.command("log")
    def log(
        ref: str | None = ask.any_ref,
        verify: bool = ask.flag("--verify", "help-verify"),
        as_of: str = ask.option("--as-of", "T", "help-as-of"),
        json_: bool = ask.json,
        store: str = ask.store,
    ) -> int:
        from campaignflow.cli import journal
        from campaignflow.cli.desk import entered, opened
        from campaignflow.cli.naming import Names

        with opened(store) as office:
            names = Names(office)
            if verify:
                found = office.verify(deep=True)
                _print(
                    journal.found_data(found, lang) if json_ else journal.found_text(found, lang),
                    as_json=json_,
                )
                return 0 if found.ok else 1
            if as_of:
                was = journal.Past(office, None if ref is None else entered(ref), entered(as_of))
                _print(was.data() if json_ else was.text(lang), as_json=json_)
                return 0
            entries = office.journal(None if ref is None else entered(ref))
            if json_:
                _print(journal.data(entries), as_json=True)
            else:
                _print(journal.text(entries, names, lang, names_records=ref is None), as_json=False)
        return 0

    @shelf.command("due")
    def due(
        at: str = ask.at,
        programme: str = ask.programme,
        json_: bool = ask.json,
        store: str = ask.store,
    ) -> int:
        from campaignflow.cli import reminders
        from campaignflow.cli.desk import entered, opened
        from campaignflow.cli.naming import Names

        with opened(store) as office:
            found = office.obligations(entered(at) or None, entered(programme) or None)
            names = Names(office)
        _print(
            reminders.due_data(found) if json_ else reminders.due_text(found, names, lang),
            as_json=json_,
        )
        return 0


def _print(said: Any, *, as_json: bool) -> None:
    from campaignflow.cli.report import json_text

    print(json_text(said) if as_json else said)
