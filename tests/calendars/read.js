// Reads a calendar from standard input, strictly, and says as JSON what ical.js has found in it.
import ICAL from "ical.js";

const read = [];
for await (const piece of process.stdin) read.push(piece);
ICAL.design.strict = true;
const calendar = new ICAL.Component(ICAL.parse(Buffer.concat(read).toString("utf-8")));
const text = (component, name) => component.getFirstPropertyValue(name)?.toString() ?? null;
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component), conference = component.getFirstProperty("conference");
  return {
    uid: event.uid, summary: event.summary, sequence: event.sequence, status: text(component, "status"),
    repeats: event.isRecurring(), attendees: event.attendees.length,
    day: event.startDate.isDate ? event.startDate.toString() : null,
    begins: event.startDate.toJSDate().toISOString(), ends: event.endDate.toJSDate().toISOString(),
    zone: event.startDate.zone.tzid,
    conference: conference && { uri: conference.getFirstValue(), ...conference.toJSON()[1] },
  };
});
process.stdout.write(JSON.stringify({ version: text(calendar, "version"), method: text(calendar, "method"), events }));
