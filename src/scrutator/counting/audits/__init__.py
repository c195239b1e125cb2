"""Audits of published station results: assertions, the plan, the test, the verdict and its words."""
