// How much the page reads. The first block is from the table "Limits" of docs/reference/bundle.md.

const LIMITS = Object.freeze({
  fileBytes: 1073741824,
  memberBytes: 268435456,
  members: 65000,
  jsonBytes: 16777216,
  jsonDepth: 64,
  pageBytes: 33554432,
  openElements: 500,
  noteBytes: 1000000,
  signatures: 100,
  rootVersions: 64,
  rootBytes: 65536,
});

/** What this page agrees to read within five seconds; beyond it the verdict is STOPPED AT A LIMIT. */
const HERE = Object.freeze({
  fileBytes: 268435456,
  jsonBytes: 33554432,
  pagesBytes: 16777216,
  attributes: 1000,
  elements: 250000,
  figures: 50000,
  figureText: 16777216,
  records: 100000,
  signaturesChecked: 5000,
});

/** Stops at a limit of this page, and says which. */
function within(amount, limit, what) {
  if (amount > limit) throw new LimitReached(`this page reads at most ${limit} ${what}; here are ${amount}`);
}
