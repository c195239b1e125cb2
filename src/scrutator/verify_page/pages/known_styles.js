// The style sheets of a statement's page by their SHA-256: the list "Styles" of the specification, by release.

const KNOWN_STYLES = Object.freeze({
  "0.0.1": "0a647360be8f06e42143e00c4d2937a2686a2a71217215b9d454854a122572bc",
  "0.1.0": "adfa8888069de499e6a4d1f3598b1b6d68bd97bba2800634e8dea376c1e2311d",
});
