"""The reference of the package ``silkline``, written as HTML from its docstrings.

pdoc does it: four small packages, typed and kept up, and it reads the docstrings as they are.
Sphinx would need another notation and thirty packages, mkdocstrings a site and its theme.
"""
