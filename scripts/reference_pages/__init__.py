"""The generated reference pages: one module per kind of source, each page a function that returns its Markdown."""
