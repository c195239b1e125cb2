// The list of a phone: forms to fill in, drafts, what waits, what was received and what was refused.
import { packed, receipts, taken } from "./courier.js";
import { button, make, save } from "./dom.js";
import { wordsOf } from "./errors.js";
import { State, again, listOf } from "./reports.js";
import { say, spoken } from "./words.js";

const SAID = {
  [State.WAITING]: "waits for a network",
  [State.RECEIVED]: "received",
  [State.REFUSED]: "refused",
};

let courierOpen = false; // whether the courier's part was open when the list was last drawn

/** The screen. `go`: { start(form), resume(draft), send(), refresh(), redraw(note) }. */
export async function listScreen(session, go, note = "") {
  const [forms, list] = await Promise.all([session.forms(), listOf(session)]);
  const current = forms.filter(([, form]) => form.current);
  const status = make("p", { class: "message", role: "status", hidden: !note }, note);
  return make(
    "div",
    {},
    make("h1", {}, session.who.mission),
    status,
    make("h2", {}, say("New report")),
    rows(current.map(([number, form]) => button(form.title, () => go.start(number), { class: "strong wide" }))),
    make("h2", {}, say("Drafts")),
    rows(list.drafts.map((draft) => button(named(draft), () => go.resume(draft.id), { class: "wide" }))),
    make("h2", {}, say("Reports")),
    rows(list.reports.map((one) => reportLine(session, one, go))),
    make("div", { class: "row" }, button(say("Send now"), go.send), button(say("Fetch forms again"), go.refresh)),
    courierPart(session, list, go),
  );
}

function rows(items) {
  if (items.length === 0) return make("p", { class: "hint" }, say("none"));
  return make("ul", { class: "list" }, ...items.map((item) => make("li", {}, item)));
}

function reportLine(session, one, go) {
  const retry = async () => {
    await again(session, one.id);
    go.send();
  };
  const line = make("div", { class: `report ${one.state}` });
  line.append(named(one), `: ${say(SAID[one.state])}`);
  if (one.receipt) line.append(make("p", {}, `${say("Receipt")}: `, make("code", { dir: "ltr" }, one.receipt)));
  if (one.code) line.append(make("p", { class: "error" }, wordsOf(one.code)));
  if (one.state === State.REFUSED) line.append(button(say("Send again"), retry));
  return line;
}

/** A title and its moment, each for itself: beside letters of the other direction a date comes apart. */
function named(one) {
  return make("span", {}, make("strong", {}, make("bdi", {}, one.title)), ", ", make("bdi", {}, moment(one.at)));
}

function moment(text) {
  return new Date(text).toLocaleString(spoken(), { dateStyle: "short", timeStyle: "short" });
}

function courierPart(session, list, go) {
  const field = make("input", { type: "file", id: "courier", accept: ".json,application/json" });
  field.addEventListener("change", async () => go.redraw(await takenWords(session, field.files[0])));
  const out = async () => {
    const { count, file } = await packed(session);
    save(file, "notes.json");
    go.redraw(say("Reports in the file: {n}. They stay here until their receipts come.", { n: count }));
  };
  const back = async () => {
    const { count, file } = await receipts(session);
    save(file, "notes-back.json");
    go.redraw(say("Receipts in the file: {n}.", { n: count }));
  };
  const states = list.brought.map((one) => one.receipt ?? (one.code ? wordsOf(one.code) : say(SAID[one.state])));
  return make(
    "details",
    { open: courierOpen, ontoggle: (event) => (courierOpen = event.target.open) },
    make("summary", {}, say("Without a network: give reports to a courier")),
    make("p", {}, say("Save the sealed reports as a file and give it to someone who reaches a network. They cannot read it. They bring back a file of receipts.")),
    button(say("Save sealed reports"), out),
    make("label", { for: "courier" }, say("Take a file of sealed reports, or of receipts")),
    field,
    make("h3", {}, say("Reports that this phone brings for others")),
    rows(states.map((words) => make("span", { dir: "auto" }, words))),
    button(say("Save their receipts"), back),
  );
}

async function takenWords(session, file) {
  try {
    const { kind, count, unknown } = await taken(session, await file.text());
    const words = kind === "reports" ? "Sealed reports taken: {n}; here already: {m}." : "Receipts taken: {n}; of other phones: {m}.";
    return say(words, { n: count, m: unknown });
  } catch {
    return say("This is no file of sealed reports or receipts.");
  }
}
