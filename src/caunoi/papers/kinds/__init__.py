"""The kinds of papers: a module each, with facts, fields, words and template. `registry` lists them."""
