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

/** Shows the verdict and the checks of the file, and moves the reader there. */
function showAnswer(answer, file) {
  const verdict = document.getElementById("verdict");
  verdict.textContent = answer.word;
  verdict.className = answer.status === 4 ? "pass" : answer.status === 1 ? "fail" : "open";
  document.getElementById("sentence").textContent = answer.sentence;
  document.getElementById("file").textContent = `${quoted(file.name)}, ${file.size} bytes`;
  document.getElementById("checks").replaceChildren(...answer.checks.map(checkItem));
  document.getElementById("result").hidden = false;
  document.getElementById("state").textContent = "";
  verdict.focus();
}
