// The page: one screen at a time, the bar above it, and what happens when it is left, locked or erased.
import { button, make, twice } from "./dom.js";
import { saidOf } from "./errors.js";
import { listScreen } from "./list.js";
import { openDraft } from "./reports.js";
import { Sender } from "./sending.js";
import { HERE, lacking, tokenOfLink } from "./session.js";
import { cannot, entry } from "./start.js";
import { openStore } from "./store.js";
import { NAMES, loadWords, say, speak, spoken } from "./words.js";

const main = document.getElementById("main");
const bar = document.getElementById("bar");
const IDLE = 10 * 60_000; // milliseconds without a touch until the PIN is asked again
// The engine is a large file: it is read while a person types the PIN.
const filler = () => import("./filling.js");
let store, session, sender, filling, redraw;
let token = null;
let said = ""; // the last note on the list, kept when the list is drawn anew by itself

async function begin() {
  token = tokenOfLink();
  await loadWords();
  if (lacking()) return show(cannot, () => show(cannot));
  navigator.serviceWorker.register(new URL("worker.js", HERE)).catch(() => {});
  store = await openStore(HERE.pathname);
  await locked();
  setTimeout(filler, 50);
}

/** Put a screen on the page; `again` draws it anew in another language. */
function show(screen, again) {
  redraw = again;
  main.replaceChildren(typeof screen === "function" ? screen() : screen);
  drawBar();
  window.scrollTo(0, 0);
}

async function locked() {
  const kept = await store.get("settings", "vault");
  show(entry({ store, kept, token, opened }), locked);
  main.querySelector("input")?.focus();
  sender?.stop();
  sender = new Sender(store, null, () => {});
  if (kept) sender.soon(0);
}

async function opened(found) {
  session = found;
  token = null;
  touched();
  sender?.stop();
  sender = new Sender(store, session, () => !filling && list(said));
  await list();
  sender.soon(0);
  session.refresh().then(() => !filling && session && list(said), (error) => error.code === "KEY" && session && !filling && list(saidOf(error)));
}

async function list(note = "") {
  if (!session) return; // locked meanwhile: what was under way may end later, and shows nothing any more
  filling = null;
  said = note;
  const screen = await listScreen(session, { start, resume, send, refresh, redraw: list }, note);
  if (!filling && session) show(screen, () => list(said));
}

async function start(number) {
  await fillIn(await session.form(number), crypto.randomUUID(), null);
}

async function resume(id) {
  const { about, report } = await openDraft(session, id);
  await fillIn(await session.form(about.number), id, report);
}

/** One report is filled in on one page at a time: a lock is held until it is left. */
async function fillIn(form, id, begun) {
  const leave = async (note) => {
    filling?.close();
    await list(note);
    sender.soon(0);
  };
  const close = await held(`draft ${HERE.pathname}${id}`);
  if (!close) return list(say("This report is open in another tab."));
  try {
    const whose = session;
    const found = await (await filler()).fillingScreen(whose, { form, id, begun, leave });
    if (session !== whose) return close(); // locked meanwhile: it must not be shown over the lock
    filling = found;
    filling.close = close;
    show(filling.screen, () => {
      filling.redraw();
      drawBar();
    });
  } catch (error) {
    close();
    await list(say("This form cannot be opened in this browser: {why}", { why: error.message }));
  }
}

/** Takes a lock; what gives it back, or null where another page has it. */
function held(name) {
  return new Promise((done) => {
    navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? new Promise((free) => done(free)) : done(null)));
  });
}

/** What is being filled in is put away: its draft is kept, its lock given back. */
async function putAway() {
  await filling?.end();
  filling?.close();
  filling = null;
}

async function send() {
  said = "";
  await sender.run();
  await list(said);
}

async function refresh() {
  await list(await session.refresh().then(() => say("The forms are up to date."), saidOf));
}

async function lock() {
  main.hidden = true; // at once: writing the draft takes a moment
  await putAway();
  session = null;
  await locked();
  main.hidden = false;
}

function drawBar() {
  const field = make("select", { "aria-label": say("Language"), onchange: () => (speak(field.value), redraw()) });
  field.append(...Object.entries(NAMES).map(([code, name]) => make("option", { value: code, lang: code, selected: code === spoken() }, name)));
  const tools = [field];
  if (session) tools.push(button(say("Lock"), lock));
  if (store) tools.push(eraser());
  bar.replaceChildren(...tools);
}

/** Erases everything of this page. */
function eraser() {
  const wipe = async () => {
    sender?.stop();
    filling?.drop();
    session = sender = filling = null;
    main.replaceChildren();
    localStorage.clear();
    await store.wipe();
    location.replace("about:blank");
  };
  return twice(say("Erase all"), say("Erase now, for good"), wipe);
}

let idle;
let last = 0; // when the page was last touched, by the phone's clock: timers stop while a phone sleeps
function touched() {
  last = Date.now();
  clearTimeout(idle);
  idle = setTimeout(() => session && lock(), IDLE);
}
for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => !slept() && touched(), true);

/** Locks a page that was not touched for too long; whether it did. */
function slept() {
  const isLong = session && Math.abs(Date.now() - last) > IDLE;
  if (isLong) lock();
  return isLong;
}

addEventListener("pageshow", (event) => (event.persisted && session ? lock() : slept()));
document.addEventListener("visibilitychange", () => {
  // What the list of open programs shows of this page is nothing.
  document.documentElement.toggleAttribute("data-away", document.hidden);
  if (document.hidden) filling?.end();
  else slept();
});
document.addEventListener("notkept", () => {
  const words = say("This phone is full: nothing more is kept. Erase photos of other programs, then go on.");
  if (session && !filling) return list(words);
  if (!document.getElementById("notkept")) main.prepend(make("p", { class: "error", role: "alert", id: "notkept" }, words));
});

begin();
