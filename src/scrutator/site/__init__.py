"""A case as static pages that answer one question each: no server, and no script needed."""
