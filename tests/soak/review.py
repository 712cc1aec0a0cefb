"""The campaign of the year that is approved: its plan in variants, its steps, who decides them.

The year is `year`, what should become of the campaign `review_model`.  Nothing is judged here.
"""

from collections.abc import Mapping

__all__ = ["FLOOD", "PLAN", "REVIEWERS", "SLOTS", "STEPS", "VALUES"]

FLOOD = "campaign:river-2027/flood"
REVIEWERS = ("chen", "zhao-min", "he-ping", "li-wei", "qian-duo", "gu-yan")
"""Who is asked by some step; the first and the fourth plan as well."""
STEPS = ("text", "money", "days", "chief")

PLAN = """\
  flood:
    title: <flood_title>
    lead: press
    when: <flood_when>
    approvals:
      text: {title: 文稿审核, by: [chen, zhao-min, he-ping], of: 2, covers: [text]}
      money: {title: 经费审核, by: [li-wei, qian-duo], covers: [budget], after: [text], tolerates: [less]}
      days: {title: 排期审核, by: [zhao-min, qian-duo, gu-yan], covers: [dates], refusals: 2}
      chief: {title: 领导审定, by: gu-yan, before: launch}
    budget:
      - {for: 展板制作, amount: <flood_ads>}
"""
SLOTS: dict[str, tuple[str, ...]] = {
    "flood_title": ("防汛宣传", "防汛抗旱宣传", "防汛救灾宣传"),
    "flood_ads": ("5万元", "6万元", "4万元"),
    "flood_when": ("2027-06", "2027-06-mid", "2027-06-15"),
}
"""What may stand in each place of it; the first is what it begins with."""
VALUES: Mapping[str, tuple[str, Mapping[str, int]]] = {
    "flood_title": ("text", {"防汛宣传": 1, "防汛抗旱宣传": 2, "防汛救灾宣传": 3}),
    "flood_ads": ("budget", {"5万元": 5, "6万元": 6, "4万元": 4}),
    "flood_when": ("dates", {"2027-06": 1, "2027-06-mid": 2, "2027-06-15": 3}),
}
"""Each slot as the model has it: its leaf, and numbers: less money is less, a finer date is more."""
