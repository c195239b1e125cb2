"""Words as data: what a table or a text says in many languages. Imports nothing of ours."""
