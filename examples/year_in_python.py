"""A publicity year as a script: the same nouns as in a plan file, no file.  Run it, or take it as a start."""

import campaignflow as cf

UNITS = {"office": "办公室", "press-centre": "宣传出版中心", "finance": "财务局"}
MONTHS = {"flood": ("防汛", "2027-05/2027-09"), "saving": ("节水", "2027-05"), "open": ("开放日", "2027-09")}

people = {
    "li-wei": cf.Person(name="李伟", unit="office", roles=["planner"]),
    "zhao-min": cf.Person(name="赵敏", unit="office", roles=["head-of-unit"]),
    "wang-fang": cf.Person(name="王芳", unit="finance", roles=["finance-approver"]),
}
approvals = {
    "department": cf.ApprovalStep(by="head-of-unit", due="3 workdays"),
    "finance": cf.ApprovalStep(by="wang-fang", covers="budget", due="3 workdays", after="department"),
}
posters = cf.BudgetLine(for_="海报印制", quantity=1500, unit_cost="0.37 CNY", fund="special")
gifts = cf.BudgetLine(for_="宣传品", amount="2万元", fund="special")
activities = {
    "plan": cf.Activity(title="印发方案", owner="li-wei", due="water-day - 20 workdays"),
    "briefing": cf.Activity(title="新闻通气会", when="2027-03-18 09:30-11:00", needs="plan"),
}
water_week = cf.Campaign(
    title="世界水日 · 中国水周",
    lead=["office", "press-centre"],
    when="observance:中国水周",
    key_dates={"water-day": cf.KeyDate(title="世界水日", when="observance:世界水日")},
    activities=activities,
    budget=[posters],
)
programme = cf.Programme(
    id="river-authority-2027",
    title="2027 年度宣传计划",
    period="2027",
    timezone="Asia/Shanghai",
    working_calendar="CN",
    currency="CNY",
    units={name: cf.Unit(name=title, coordinator=name == "office") for name, title in UNITS.items()},
    people=people,
    funds={"special": cf.Fund(title="专题宣传经费", category="special", amount="50万元")},
    approvals=approvals,
    routines={"weekly": cf.Routine(title="舆情周报", lead="office", when="every friday")},
    campaigns={"water-week": water_week}
    | {
        name: cf.Campaign(title=title, lead="press-centre", when=when, budget=[gifts])
        for name, (title, when) in MONTHS.items()
    },
)

schedule = cf.schedule(programme)
for entry in schedule.between("2027-03-01", "2027-03-31"):
    print(entry.start or entry.due, entry.title)
for name, day in schedule.submit_by.items():
    print("最迟送审 submit by", day, schedule[name].title)
print(len(cf.to_ics(schedule, unit="press-centre")), "bytes of calendar for press-centre")
print("written as a plan file it is the same plan:", cf.loads(cf.dump(programme)) == programme)
