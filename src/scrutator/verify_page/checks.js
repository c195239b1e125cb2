// The numbered checks of docs/reference/bundle.md, in order, and what each answered.

const TITLES = Object.freeze({
  C1: "the archive is safe and written in the one canonical way",
  C2: "the manifest lists exactly the files present",
  C3: "every JSON file is canonical",
  C4: "the checkpoint is signed",
  C5: "the manifest and all records are what was signed",
  C6: "earlier publications were not rewritten",
  C7: "nothing you saw before was taken back",
  C8: "every record has its proof",
  C9: "witnesses cosigned",
  C10: "opened fields match their commitments",
  C11: "no record is a duplicate",
  C12: "every printed figure reads as its cell",
  C13: "the publication rebuilds from its case",
  C14: "the signer is the one you expect",
  C15: "the root document lets this key sign",
  C16: "enough people approved",
  C17: "it was neither replaced nor withdrawn",
});

const OUTCOME = Object.freeze({ pass: "PASS", fail: "FAIL", notChecked: "NOT CHECKED" });

const passed = (detail) => ({ outcome: OUTCOME.pass, detail });
const notChecked = (detail) => ({ outcome: OUTCOME.notChecked, detail });

/** Runs one check: what it returns, FAIL on a refusal; limits and lacks of the browser end the whole run. */
async function runCheck(report, id, check) {
  let answer;
  try {
    answer = await check();
  } catch (fault) {
    if (fault instanceof LimitReached) throw fault;
    if (fault instanceof BrowserLacks) answer = { ...notChecked(fault.message), lacking: true };
    else if (fault instanceof Refusal) answer = { outcome: OUTCOME.fail, detail: fault.message, refusal: fault.refusal };
    else answer = { outcome: OUTCOME.fail, detail: `the page itself failed: ${fault}`, refusal: "verifier_fault" };
  }
  report.push({ id, title: TITLES[id], refusal: "", lacking: false, ...answer });
  return answer.outcome === OUTCOME.pass;
}
