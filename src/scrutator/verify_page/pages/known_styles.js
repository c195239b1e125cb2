// The style sheets of a statement's page by their SHA-256: the list "Styles" of the specification, by release.

const KNOWN_STYLES = Object.freeze({
  "0.0.1": "0a647360be8f06e42143e00c4d2937a2686a2a71217215b9d454854a122572bc",
  "0.1.0": "e6bb304f82bc183dcaf4eedd2c9a2a7fa46392487996ecf2d39b12afa8d1a4e4",
});
