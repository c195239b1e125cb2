// Questions with choices: buttons for a few, a search for many (the stations of a country).
import { button, make, setText } from "./dom.js";
import { say } from "./words.js";

const FEW = 30;
const SHOWN = 15;

/** The control of a select: { element, sync, wrong, grouped } as in controls.js. */
export function choicesOf(node, ids) {
  const many = node.selectType === "select";
  return node.currentState.valueOptions.length > FEW ? searched(node, ids, many) : listed(node, ids, many);
}

function listed(node, ids, many) {
  const list = make("div", { class: "choices" });
  const clear = button("", () => node.selectValue(null), { class: "quiet" });
  const boxes = new Map();
  return {
    element: make("div", {}, list, clear),
    role: many ? null : "radiogroup",
    grouped: true,
    sync() {
      const options = node.currentState.valueOptions;
      const wanted = options.map((option) => boxOf(boxes, option.value, node, ids, many));
      if (wanted.some((box, at) => list.children[at] !== box) || list.children.length > wanted.length) {
        list.replaceChildren(...wanted);
      }
      options.forEach((option, at) => refresh(wanted[at], option, node));
      setText(clear, say("Take the answer back"));
      clear.hidden = many || node.currentState.value.length === 0;
    },
    wrong: () => "",
  };
}

function boxOf(boxes, value, node, ids, many) {
  if (!boxes.has(value)) {
    const attributes = { type: many ? "checkbox" : "radio", name: `${ids.id}-choice`, value };
    const box = make("input", { ...attributes, onchange: () => chosen(node, value, box.checked, many) });
    boxes.set(value, make("label", { class: "choice" }, box, make("span")));
  }
  return boxes.get(value);
}

function chosen(node, value, on, many) {
  if (!many) return node.selectValue(value);
  const others = node.currentState.value.filter((one) => one !== value);
  const all = on ? [...others, value] : others;
  const order = node.currentState.valueOptions.map((option) => option.value);
  return node.selectValues(order.filter((one) => all.includes(one)));
}

function refresh(box, option, node) {
  setText(box.lastChild, option.label.asString);
  const on = node.currentState.value.includes(option.value);
  if (box.firstChild.checked !== on) box.firstChild.checked = on;
}

function searched(node, ids, many) {
  const found = {
    selectValue: (value) => node.selectValue(value),
    selectValues: (values) => node.selectValues(values),
    get currentState() {
      return shownState();
    },
  };
  const few = listed(found, ids, many);
  const about = make("p", { class: "hint", role: "status" });
  const field = make("input", { type: "search", autocomplete: "off", spellcheck: "false", ...ids, oninput: () => sync() });
  function shownState() {
    const asked = field.value.trim().toLowerCase();
    const { value, valueOptions } = node.currentState;
    const fits = (one) => asked && one.label.asString.toLowerCase().includes(asked);
    const matching = valueOptions.filter((one) => value.includes(one.value) || fits(one));
    return { value, valueOptions: matching.slice(0, SHOWN), left: matching.length - SHOWN };
  }
  function sync() {
    few.sync();
    const { valueOptions, left } = shownState();
    const all = node.currentState.valueOptions.length;
    const words = left > 0 ? "{n} more: write more of the name." : "{n} to choose from: write a part of the name.";
    setText(about, say(words, { n: left > 0 ? left : all }));
    about.hidden = left <= 0 && valueOptions.length > 0;
  }
  return { element: make("div", {}, field, about, few.element), field, sync, wrong: () => "" };
}
