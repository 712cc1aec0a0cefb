"""Installed, the plugin is found by its entry point; handed in with choices, it takes that one's place."""

from pathlib import Path

import campaignflow as cf
import campaignflow_china


def test_it_is_found_and_in_force(tmp_path: Path) -> None:
    with cf.open_office(f"sqlite:///{tmp_path}/office.db", autoload=True) as office:
        (report,) = [one for one in office.plugins if one.name == "china"]
    assert (report.state, report.distribution, report.findings) == ("loaded", "campaignflow-china", ())
    assert report.hooks == ("campaignflow_approval_steps", "campaignflow_data")


def test_it_is_switched_off_by_its_name(tmp_path: Path) -> None:
    with cf.open_office(f"sqlite:///{tmp_path}/office.db", autoload=True, block=["china"]) as office:
        (report,) = [one for one in office.plugins if one.name == "china"]
    assert report.state == "blocked"


def test_one_with_choices_takes_its_place(tmp_path: Path) -> None:
    chosen = campaignflow_china.rules(own={"web.repost.hours": 12})
    with cf.open_office(f"sqlite:///{tmp_path}/office.db", autoload=True, plugins=[chosen]) as office:
        states = {one.version: one.state for one in office.plugins if one.name == "china"}
    assert states["0.1.0 (web.repost.hours=12)"] == "loaded"
    assert states["0.1.0"] == "blocked"


def test_a_file_in_the_office_s_folder_chooses_for_the_command_line(tmp_path: Path) -> None:
    folder = tmp_path / "plugins"
    folder.mkdir(mode=0o755)
    (folder / "china.py").write_text(
        "import campaignflow_china\n"
        "chosen = campaignflow_china.rules(own={'web.repost.hours': 12})\n"
        "__version__ = chosen.__version__\n"
        "campaignflow_approval_steps = chosen.campaignflow_approval_steps\n"
        "campaignflow_data = chosen.campaignflow_data\n",
        encoding="utf-8",
    )
    url = f"sqlite:///{tmp_path}/office.db"
    with cf.open_office(url, autoload=True, plugins_dir=str(folder)) as office:
        (report,) = [one for one in office.plugins if one.name == "china" and one.state == "loaded"]
    assert (report.version, len(report.digest)) == ("0.1.0 (web.repost.hours=12)", 64)
