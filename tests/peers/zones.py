"""Zones that changed their rules, and why they are asked for."""

__all__ = ["CHANGED"]

CHANGED = {
    "Africa/Cairo": "summer time given up in 2011 and 2015, taken up again in 2023",
    "Africa/Casablanca": "summer time all year since 2018, but in Ramadan",
    "America/New_York": "the rule of 2007",
    "America/Nuuk": "another offset since 2023",
    "America/Santiago": "the southern hemisphere, summer time prolonged and given up again",
    "America/Sao_Paulo": "summer time over the turn of the year, given up in 2019",
    "Asia/Almaty": "one zone for the country since 2024",
    "Asia/Gaza": "on days that only a table knows",
    "Asia/Kolkata": "half an hour, and no change",
    "Asia/Pyongyang": "half an hour apart from 2015 to 2018",
    "Asia/Shanghai": "summer time from 1986 to 1991",
    "Australia/Lord_Howe": "half an hour of summer time, in the south",
    "Australia/Sydney": "the southern hemisphere",
    "Europe/Dublin": "tables in which winter is the exception",
    "Europe/Istanbul": "summer time for ever since 2016",
    "Europe/Moscow": "summer time for ever in 2011, winter time for ever in 2014",
    "Pacific/Apia": "30 December 2011 never was",
}
