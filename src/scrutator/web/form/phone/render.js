// A form on the screen: one element for each question, brought up to date when the form says that it changed.
import { isAsked, violationOf } from "./adapter.js";
import { choicesOf } from "./choices.js";
import { controlOf } from "./controls.js";
import { button, make, setText } from "./dom.js";
import { asSelect, placesOf } from "./places.js";
import { say } from "./words.js";

let count = 0;

/** Draw the form into `host`; `places` are the lists beside it. Gives { sync, try, commit, wrong }: `wrong()` lists what keeps it from being sent. */
export function draw(root, host, places) {
  const drawn = new Map();
  const form = { tried: false, drawn, places };
  function sync() {
    syncChildren(root, host, form);
  }
  sync();
  return {
    sync,
    try() {
      form.tried = true;
      sync();
    },
    wrong: () => wrongIn(root, form),
    /** Takes what is being typed, though its field was not left. */
    commit() {
      for (const one of drawn.values()) one.control?.commit?.();
    },
  };
}

function syncChildren(node, host, form) {
  const shown = (node.currentState.children ?? []).filter((child) => child.nodeType !== "model-value");
  const wanted = shown.map((child) => {
    if (!form.drawn.has(child.nodeId)) form.drawn.set(child.nodeId, drawnOf(child, form));
    return form.drawn.get(child.nodeId);
  });
  wanted.forEach((one, at) => {
    if (host.children[at] !== one.element) host.insertBefore(one.element, host.children[at] ?? null);
  });
  while (host.children.length > wanted.length) host.lastElementChild.remove();
  wanted.forEach((one) => one.sync());
}

function drawnOf(node, form) {
  if (node.nodeType === "group") return group(node, form);
  if (node.nodeType.startsWith("repeat-range")) return repeat(node, form);
  if (node.nodeType === "repeat-instance") return group(node, form);
  if (node.nodeType === "note") return note(node);
  return question(node, form);
}

function group(node, form) {
  const title = make("h2");
  const inside = make("div");
  const element = make("section", { class: "group" }, title, inside);
  return {
    element,
    sync() {
      element.hidden = !isAsked(node);
      const words = node.currentState.label?.asString ?? "";
      setText(title, words);
      title.hidden = words === "";
      syncChildren(node, inside, form);
    },
  };
}

function repeat(node, form) {
  const own = node.nodeType === "repeat-range:uncontrolled";
  const inside = make("div");
  const more = button("", () => node.addInstances());
  const fewer = button("", () => node.removeInstances(node.currentState.children.length - 1));
  const element = make("section", { class: "repeat" }, inside, make("div", { class: "row" }, more, fewer));
  return {
    element,
    sync() {
      element.hidden = !isAsked(node);
      syncChildren(node, inside, form);
      const words = node.currentState.label?.asString ?? "";
      setText(more, say("Add: {what}", { what: words || say("one more") }));
      setText(fewer, say("Take the last one out"));
      more.hidden = !own;
      fewer.hidden = !own || node.currentState.children.length === 0;
    },
  };
}

function note(node) {
  const element = make("p", { class: "note" });
  return {
    element,
    sync() {
      element.hidden = !isAsked(node);
      setText(element, node.currentState.noteText?.asString ?? "");
    },
  };
}

function question(node, form) {
  const id = `q${(count += 1)}`;
  const ids = { id, "aria-describedby": `${id}-hint ${id}-error` };
  const control = controlFor(node, ids, form);
  if (!control) return notHere(node);
  const parts = {
    words: make("span"),
    need: make("span", { class: "need" }),
    hint: make("p", { class: "hint", id: `${id}-hint` }),
    error: make("p", { class: "error", id: `${id}-error` }),
  };
  const element = framed(control, parts, id);
  element.dataset.question = node.currentState.reference;
  const one = { node, control, id, element, touched: false, error: () => errorOf(one, form) };
  element.addEventListener("focusout", () => ((one.touched = true), one.sync()));
  one.sync = () => syncQuestion(one, parts);
  return one;
}

function controlFor(node, ids, form) {
  const places = placesOf(node, form.places);
  if (places) return choicesOf(asSelect(node, places), ids);
  return node.nodeType === "select" ? choicesOf(node, ids) : controlOf(node, ids);
}

function framed(control, parts, id) {
  const { hint, error } = parts;
  if (control.grouped) {
    const described = { role: control.role, "aria-describedby": `${id}-hint ${id}-error` };
    const attributes = { class: "question", ...described, id, tabindex: -1 };
    return make("fieldset", attributes, make("legend", {}, parts.words, parts.need), hint, error, control.element);
  }
  const label = make("label", { for: id, class: "label" }, parts.words, parts.need);
  return make("div", { class: "question" }, label, hint, error, control.element);
}

function syncQuestion(one, parts) {
  const state = one.node.currentState;
  one.element.hidden = !isAsked(one.node);
  setText(parts.words, state.label?.asString ?? "");
  setText(parts.need, state.required ? ` ${say("(needed)")}` : "");
  setText(parts.hint, state.hint?.asString ?? "");
  parts.hint.hidden = parts.hint.textContent === "";
  one.control.sync();
  const error = one.error();
  setText(parts.error, error);
  parts.error.hidden = error === "";
  const marked = one.control.field ?? (one.control.role ? one.element : null);
  marked?.setAttribute("aria-invalid", String(error !== ""));
}

function errorOf(one, form) {
  if (!isAsked(one.node)) return "";
  const wrong = one.control.wrong();
  if (wrong) return wrong;
  const found = violationOf(one.node);
  if (!found || (found.condition === "required" && !form.tried) || !(form.tried || one.touched)) return "";
  const usual = found.condition === "required" ? say("Answer this question.") : say("This answer does not fit.");
  return found.words || usual;
}

/** A question of a kind that this page cannot ask: said, never left out in silence. */
function notHere(node) {
  const words = make("span");
  const element = make("p", { class: "error" }, words);
  return {
    element,
    sync() {
      element.hidden = !isAsked(node);
      const label = node.currentState.label?.asString ?? node.currentState.reference;
      setText(words, say("“{label}” cannot be answered in a browser: use ODK Collect.", { label }));
    },
  };
}

/** What keeps the form from being sent, in its order: [{ id, label, error }]. */
function wrongIn(node, form) {
  const found = [];
  for (const child of node.currentState.children ?? []) {
    const one = form.drawn.get(child.nodeId);
    const error = one?.error?.();
    if (error) found.push({ id: one.id, label: child.currentState.label?.asString ?? "", error });
    if (isAsked(child)) found.push(...wrongIn(child, form));
  }
  return found;
}
