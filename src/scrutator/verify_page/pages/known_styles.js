// The style sheets of a statement's page by their SHA-256: the list "Styles" of the specification, by release.

const KNOWN_STYLES = Object.freeze({
  "0.1.0": "377cb76b71ffe803ea707a65d8de58f9f4595f5368f75dbd40eb5eb2aeac244e",
});
