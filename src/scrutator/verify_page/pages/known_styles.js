// The style sheets of a statement's page by their SHA-256: the list "Styles" of the specification, by release.

const KNOWN_STYLES = Object.freeze({
  "0.0.1": "0a647360be8f06e42143e00c4d2937a2686a2a71217215b9d454854a122572bc",
  "0.1.0": "ac0eb223683decc1b1bada10605ed98c7e726001944e0d94fd20288d5fefd8dc",
});
