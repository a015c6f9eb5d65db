"""The reference of the package ``silkline``, written as HTML from its docstrings."""
