// A rule of docs/reference/bundle.md that was broken, and how a verdict names it.

/** What ends a check: `name` is in the page's list of refusals, `detail` says what and where. */
class Refusal extends Error {
  constructor(name, detail) {
    super(detail);
    this.refusal = name;
  }
}

/** A limit of this page, not of the bundle: the verdict is STOPPED AT A LIMIT. */
class LimitReached extends Error {}

/** Something the browser lacks: the verdict is NOT CHECKED. */
class BrowserLacks extends Error {}

/** Refuses by name unless the condition holds. */
function must(condition, name, detail) {
  if (!condition) throw new Refusal(name, detail);
}
