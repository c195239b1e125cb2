// The style sheets of a statement's page by their SHA-256: the list "Styles" of the specification, by release.

const KNOWN_STYLES = Object.freeze({
  "0.0.1": "0a647360be8f06e42143e00c4d2937a2686a2a71217215b9d454854a122572bc",
  "0.1.0": "38d7820bdbbd2a716bd082ab097f993f4d19f61c059617eb70d54cc1d88d4fda",
});
