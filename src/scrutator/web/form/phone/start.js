// The first screens: what cannot work here, a PIN for a new phone, the PIN again.
import { button, make, setText } from "./dom.js";
import { saidOf } from "./errors.js";
import { Session } from "./session.js";
import { SHORTEST } from "./vault.js";
import { say } from "./words.js";

/** Over plain http a browser keeps nothing safely: say so, and what works instead. */
export function cannot() {
  return make(
    "div",
    {},
    make("h1", {}, say("This page needs https")),
    make("p", {}, say("Over plain http a browser does not let a page encrypt, keep reports or work without a network.")),
    make("p", {}, say("Use ODK Collect with the code of your phone, or send reports by SMS. Ask your coordinator.")),
  );
}

/** A phone without a token, or whose token is under a PIN. `opened(session)` goes on. */
export function entry({ store, kept, token, opened }) {
  if (!kept && !token) return noToken();
  return kept ? again(store, token, opened) : first(store, token, opened);
}

function noToken() {
  return make(
    "div",
    {},
    make("h1", {}, say("Open your link")),
    make("p", {}, say("This phone has no access yet. Open the link or scan the code that your coordinator gave you.")),
  );
}

function first(store, token, opened) {
  const words = make(
    "div",
    {},
    make("h1", {}, say("Choose a PIN")),
    make("p", {}, say("Drafts and your access are encrypted on this phone under this PIN. No one can restore a forgotten PIN.")),
    make("p", {}, say("Six digits keep out a person who picks the phone up. Who copies its storage can try them all on a fast computer within minutes; a sentence of five words chosen by chance holds.")),
    make("p", {}, say("The PIN does not hide that this page was used, does not help while it is open, and does not protect from someone who makes you say it.")),
  );
  const ask = async (pin) => {
    if ([...pin].length < SHORTEST) throw new Error(say("A PIN has at least {n} characters.", { n: SHORTEST }));
    return Session.begin(store, pin, token);
  };
  return form(words, ask, opened);
}

function again(store, token, opened) {
  const words = make("div", {}, make("h1", {}, say("Your PIN")));
  const ask = async (pin) => {
    const session = await Session.again(store, pin);
    if (!session) throw new Error(say("This is another PIN."));
    return session;
  };
  const place = make("div");
  const go = (session) => {
    // The phone's own link, opened again from a message, is nothing new.
    if (!token || token.username === session.who.username) return opened(session);
    place.replaceChildren(another(session, token, opened));
  };
  place.append(form(words, ask, go));
  return place;
}

/** Another link than this phone's: it takes over only when its owner says so. */
function another(session, token, opened) {
  const problem = make("p", { class: "error", role: "alert", hidden: true });
  const renew = async () => {
    try {
      await session.renew(token);
    } catch (error) {
      setText(problem, saidOf(error));
      problem.hidden = false;
      return;
    }
    await opened(session);
  };
  return make(
    "div",
    {},
    make("h1", {}, say("Another link")),
    make("p", {}, say("You opened a link that is not this phone's. With it, reports that you finish from now on count as those of the person it was made for. Use it only if your coordinator gave it to you.")),
    problem,
    make("div", { class: "row" }, button(say("Keep the access of this phone"), () => opened(session), { class: "strong" }), button(say("Use the new link"), renew)),
  );
}

function form(words, ask, opened) {
  const problem = make("p", { class: "error", role: "alert", hidden: true, id: "pin-error" });
  // "one-time-code": no browser offers to keep it among its passwords, which it copies to other computers.
  const attributes = { id: "pin", type: "password", autocomplete: "one-time-code", required: true, maxlength: 200 };
  const field = make("input", { ...attributes, "aria-describedby": "pin-error" });
  const go = make("button", { class: "strong" }, say("Go on"));
  async function submit(event) {
    event.preventDefault();
    go.disabled = true;
    try {
      await opened(await ask(field.value));
    } catch (error) {
      setText(problem, saidOf(error));
      problem.hidden = false;
      go.disabled = false;
      field.focus();
    }
  }
  return make("form", { onsubmit: submit }, words, make("label", { for: "pin" }, say("PIN")), field, problem, go);
}
