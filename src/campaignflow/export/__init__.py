"""What leaves the house: calendars as iCalendar; reports, feeds and tables have modules of their own."""
