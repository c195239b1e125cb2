// The answer on the screen. Everything from a bundle is set as text, never as HTML.

const TONES = Object.freeze({ PASS: "pass", FAIL: "fail", "NOT CHECKED": "open" });

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function checkItem(check) {
  const item = document.createElement("li");
  const rule = check.refusal ? ` [${check.refusal}]` : "";
  item.append(
    element("span", "id", check.id),
    element("span", TONES[check.outcome], check.outcome),
    element("span", "title", check.title),
    element("span", "detail", `${check.detail}${rule}`),
  );
  return item;
}

/** A value that was opened, with its place; hidden characters are shown by their numbers. */
function openedItem({ id, field, value }) {
  const text = typeof value === "string" ? value : canonicalJson(value, "a value");
  const visible = `${id}/${field}: ${text}`.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (letter) => `\\u{${letter.codePointAt(0).toString(16)}}`);
  return element("li", "detail", visible);
}

/** Shows the verdict and the checks of the file, and moves the reader there. */
function showAnswer(answer, file) {
  const verdict = document.getElementById("verdict");
  verdict.textContent = answer.word;
  verdict.className = answer.status === 4 ? "pass" : answer.status === 1 ? "fail" : "open";
  document.getElementById("sentence").textContent = answer.sentence;
  document.getElementById("file").textContent = `${quoted(file.name)}, ${file.size} bytes`;
  document.getElementById("opened").replaceChildren(...answer.opened.map(openedItem));
  document.getElementById("opened-part").hidden = answer.opened.length === 0;
  document.getElementById("checks").replaceChildren(...answer.checks.map(checkItem));
  document.getElementById("result").hidden = false;
  document.getElementById("state").textContent = "";
  verdict.focus();
}
