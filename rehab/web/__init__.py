"""The pages: a view loads, asks a form, calls a use case and answers."""
