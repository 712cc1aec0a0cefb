"""Wagtail's side of P2, run by the Python of `.venv-bench`.

    python p02_peers.py make FILE           # a site with a workflow of four group approval tasks
    python p02_peers.py play FILE COUNT     # pages submitted and approved by four people; says what one took

The site is set up as `wagtail start` does it, on SQLite with a write-ahead log and synchronous=FULL.  What is
timed is `Workflow.start` and four times `Task.on_action`, each with page and person fetched anew and the task
asked what he may do, as the view behind the buttons of Wagtail's dashboard does it; no request, no form, no
template.  Two things that Wagtail would do besides are left out, because ours does not do them either: the
last approval publishes nothing (`WAGTAIL_FINISH_WORKFLOW_ACTION`), and nobody has an address for mail.
"""

import json
import sys
import time
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

STEPS = ("department", "finance", "secrecy", "leader")
APPS = (
    "contrib.forms contrib.redirects embeds sites users snippets documents images search admin".split(),
    "modelcluster taggit django_filters".split(),
    "admin auth contenttypes sessions messages staticfiles".split(),
)


def configure(file: str) -> None:
    """Set Django up."""
    wagtail, libraries, contrib = APPS
    settings.configure(
        INSTALLED_APPS=[
            *(f"wagtail.{name}" for name in wagtail),
            "wagtail",
            *libraries,
            *(f"django.contrib.{name}" for name in contrib),
        ],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": file,
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
                },
            }
        },
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        ROOT_URLCONF="wagtail.admin.urls",
        SECRET_KEY="a benchmark has none",  # noqa: S106  # it guards nothing: the site lives for a run
        STATIC_URL="/static/",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        TIME_ZONE="Asia/Shanghai",
        USE_TZ=True,
        WAGTAILADMIN_BASE_URL="http://localhost",
        WAGTAILSEARCH_BACKENDS={"default": {"BACKEND": "wagtail.search.backends.database"}},
        WAGTAIL_FINISH_WORKFLOW_ACTION="p02_peers.publish_nothing",
        WAGTAIL_SITE_NAME="bench",
    )
    django.setup()


def model(name: str) -> Any:
    """Return a model, which can be imported only after Django was set up."""
    return apps.get_model(name)


def publish_nothing(workflow_state: object, user: object = None) -> None:
    """Take the place of publishing."""


def make() -> None:
    """Make the tables, an author, and four groups of one person with a task each."""
    call_command("migrate", verbosity=0)
    users = model("auth.User").objects
    users.create_user("li-wei")
    workflow = model("wagtailcore.Workflow").objects.create(name="报送")
    for place, step in enumerate(STEPS):
        group = model("auth.Group").objects.create(name=step)
        users.create_user(step).groups.add(group)
        task = model("wagtailcore.GroupApprovalTask").objects.create(name=step)
        task.groups.add(group)
        model("wagtailcore.WorkflowTask").objects.create(workflow=workflow, task=task, sort_order=place)
    root = model("wagtailcore.Page").get_first_root_node()
    model("wagtailcore.WorkflowPage").objects.update_or_create(page=root, defaults={"workflow": workflow})


def pages(count: int) -> list[int]:
    """Make drafts, and return their keys."""
    author, made = model("auth.User").objects.get(username="li-wei"), []
    kind = model("wagtailcore.Page")
    for number in range(count):
        page = kind(title=f"世界水日 · 中国水周 {number}", slug=f"week-{number}", live=False, owner=author)
        kind.get_first_root_node().add_child(instance=page)
        page.save_revision(user=author)
        made.append(page.pk)
    return made


def approve(key: int) -> None:
    """Submit a page, and let four people approve it."""
    users, kind = model("auth.User").objects, model("wagtailcore.Page")
    page = kind.objects.get(pk=key).specific
    page.get_workflow().start(page, users.get(username="li-wei"))
    for step in STEPS:
        page, person = kind.objects.get(pk=key).specific, users.get(username=step)
        state = page.current_workflow_task_state
        task = state.task.specific
        assert page.workflow_in_progress
        assert "approve" in {name for name, *_ in task.get_actions(page, person)}
        task.on_action(state, person, "approve", comment="同意")


def play(count: int) -> tuple[float, float]:
    """Return what the submission and four approvals of one page took; the first page is not timed."""
    first, *others = pages(count + 1)
    approve(first)
    with connection.cursor() as cursor:
        found = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")]
    assert found == [2, "wal"], found
    began, used = time.perf_counter(), time.process_time()
    for key in others:
        approve(key)
    took = (time.perf_counter() - began) / count, (time.process_time() - used) / count
    assert model("wagtailcore.WorkflowState").objects.filter(status="approved").count() == count + 1
    return took


if __name__ == "__main__":
    sys.modules["p02_peers"] = sys.modules["__main__"]  # the setting above names it
    configure(sys.argv[2])
    if sys.argv[1] == "make":
        make()
    else:
        wall, cpu = play(int(sys.argv[3]))
        json.dump({"wall": wall, "cpu": cpu}, sys.stdout)
