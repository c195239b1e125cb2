// The style sheets of a statement's page by their SHA-256: the list "Styles" of the specification, by release.

const KNOWN_STYLES = Object.freeze({
  "0.1.0": "ebae6138a34105d2192d4b97e94a517cf9fb87f161a0fb282142968d504e6ed7",
});
