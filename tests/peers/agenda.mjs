// Prints as JSON the agenda that ical.js, the reader of Thunderbird, finds in a calendar file.
//
//     node agenda.mjs path/to/ical.js/dist/ical.js calendar.ics
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [library, file] = process.argv.slice(2);
const { default: ICAL } = await import(pathToFileURL(library).href);
const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));

for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}

function time(component, name) {
  const value = component.getFirstPropertyValue(name);
  if (value === null) return null;
  if (value.isDate) return value.toString();
  const property = component.getFirstProperty(name);
  const zone = property.getParameter("tzid");
  if (zone !== undefined) value.zone = ICAL.TimezoneService.get(zone);
  return new Date(value.toUnixTime() * 1000).toISOString().replace(".000Z", "Z");
}

function trigger(alarm) {
  const property = alarm.getFirstProperty("trigger");
  return [property.getFirstValue().toString(), property.getParameter("related") ?? "START"];
}

const agenda = [];
for (const component of calendar.getAllSubcomponents()) {
  if (!["vevent", "vtodo"].includes(component.name)) continue;
  const categories = component.getFirstProperty("categories");
  agenda.push({
    kind: component.name.toUpperCase(),
    uid: component.getFirstPropertyValue("uid"),
    start: time(component, "dtstart"),
    end: time(component, "dtend") ?? time(component, "due"),
    summary: component.getFirstPropertyValue("summary"),
    description: component.getFirstPropertyValue("description"),
    location: component.getFirstPropertyValue("location"),
    categories: categories === null ? [] : categories.getValues(),
    status: component.getFirstPropertyValue("status"),
    sequence: component.getFirstPropertyValue("sequence"),
    alarms: component.getAllSubcomponents("valarm").map(trigger),
  });
}
console.log(JSON.stringify({ name: calendar.getFirstPropertyValue("name"), agenda }));
