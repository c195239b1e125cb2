// Filling one report in: drawn from the form, kept as a draft at every change, finished when nothing is wrong.
import { fill, languagesOf, payload, readForm } from "./adapter.js";
import { button, make, twice } from "./dom.js";
import { withoutLists } from "./places.js";
import { draw } from "./render.js";
import { dropDraft, finish, keepDraft, sealed } from "./reports.js";
import { directionOf, say, spoken } from "./words.js";

const PAUSE = 400; // milliseconds from the last change to the draft on the phone

/** The screen of one report. `begun`: a draft's report; `leave(note)` goes back to the list. */
export async function fillingScreen(session, { form, id, begun, leave }) {
  let view = null;
  let drawing = false;
  const changed = () => {
    if (drawing || !view) return;
    drawing = true;
    queueMicrotask(() => {
      drawing = false;
      view.sync();
      draft.soon();
    });
  };
  const { xml, places } = withoutLists(form.xml, form.files);
  const root = await fill(await readForm(xml, form.files), changed, begun);
  const about = { number: form.number, title: form.title };
  const draft = new Draft(() => payload(root).then((report) => keepDraft(session, id, about, report)));
  const host = make("div", { class: "form" });
  const top = make("div", { class: "problems", role: "alert", tabindex: -1, hidden: true });
  const place = make("div");
  let busy = false;
  view = draw(root, host, places);
  async function send() {
    view.commit();
    view.try();
    const wrong = view.wrong();
    showProblems(top, wrong);
    if (wrong.length > 0) return top.focus();
    await draft.stop();
    const report = await sealed(session, await payload(root));
    if (!report) {
      draft.ended = false;
      return tooLarge(top);
    }
    try {
      await finish(session, id, about, report);
    } catch {
      return draft.full();
    }
    leave(say("The report is sealed and waits for a network."));
  }
  async function pause() {
    await end();
    leave("");
  }
  async function end() {
    view.commit();
    await null; // what was taken is told to the draft a moment later
    await draft.now();
  }
  async function away() {
    await draft.stop();
    await dropDraft(session, id);
    leave("");
  }
  /** One touch, one report: a second one before the first has ended does nothing. */
  const once = (act) => async () => {
    if (busy) return;
    busy = true;
    await act().finally(() => (busy = false));
  };
  function redraw() {
    const language = languagePart(root, host, () => view.sync());
    view.sync();
    top.hidden = true;
    place.replaceChildren(
      make("h1", {}, form.title),
      language ?? "",
      top,
      host,
      make("div", { class: "row" }, button(say("Finish and send"), once(send), { class: "strong" }), button(say("Back to the list"), once(pause))),
      twice(say("Throw this report away"), say("Throw it away, for good"), once(away)),
    );
  }
  redraw();
  return { screen: place, end, redraw, drop: () => (draft.ended = true) };
}

function tooLarge(top) {
  top.hidden = false;
  top.replaceChildren(make("h2", {}, say("The report is larger than the server takes: take some photos out, and send them with another report.")));
  top.focus();
}

/** The languages of the form; the page's own where the form has it. */
function languagePart(root, host, redraw) {
  const all = languagesOf(root);
  const choose = (one) => {
    root.setLanguage(one.language);
    host.lang = one.code;
    host.dir = directionOf(one.code);
    redraw();
  };
  if (all.length < 2) return null;
  const chosen = all.find((one) => one.code === spoken()) ?? all[0];
  choose(chosen);
  const field = make("select", { id: "form-language", onchange: () => choose(all[field.selectedIndex]) });
  field.append(...all.map((one) => make("option", { selected: one === chosen }, one.name)));
  return make("div", { class: "row" }, make("label", { for: "form-language" }, say("Language of the questions")), field);
}

function showProblems(top, wrong) {
  top.hidden = wrong.length === 0;
  const links = wrong.map(({ id, label, error }) => {
    const go = (event) => {
      event.preventDefault();
      const target = document.getElementById(id);
      target?.scrollIntoView({ block: "center" });
      target?.focus({ preventScroll: true });
    };
    return make("li", {}, make("a", { href: `#${id}`, onclick: go }, `${label}: ${error}`));
  });
  top.replaceChildren(make("h2", {}, say("Not sent yet: {n} to put right", { n: wrong.length })), make("ul", {}, ...links));
}

/** Writes one after the other, the newest last; `now` waits until the phone holds it. */
class Draft {
  constructor(write) {
    this.write = write;
    this.last = Promise.resolve();
    this.ended = false;
    this.changed = false;
  }

  soon() {
    clearTimeout(this.timer);
    this.changed = true;
    if (!this.ended) this.timer = setTimeout(() => this.now(), PAUSE);
  }

  now() {
    clearTimeout(this.timer);
    if (this.changed && !this.ended) {
      this.changed = false;
      this.last = this.last.then(() => this.write()).catch(() => this.full());
    }
    return this.last;
  }

  async stop() {
    await this.now();
    this.ended = true;
  }

  /** The phone is full: said on the page, so that no one closes it believing that the draft is kept. */
  full() {
    this.ended = false;
    this.changed = true;
    document.dispatchEvent(new CustomEvent("notkept"));
  }
}
