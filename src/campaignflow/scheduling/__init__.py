"""WHEN IT HAPPENS: a programme with real dates, and what is doubtful about them.

`nodes` lists every dated thing and what its dates hang on, `resolver` works the dates out in that
order, `settings` knows the calendars and zones they are read against, `checks` looks the result
over, and `schedule` is what users hold.  Not `schedule/`: that name is the public function.
"""
