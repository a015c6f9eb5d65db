"""The reference of the package ``silkline``, written as HTML from its docstrings.

pdoc does it: four small packages beside Pygments, typed and kept up, and it reads the docstrings
as they are. Sphinx would need another notation, mkdocstrings a site with its theme, and either
twenty packages.
"""
