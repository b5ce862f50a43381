"""A report as one HTML file, for a run, a comparison or a finished sweep: no request, no script, printable.

`report` chooses by what the folder holds; `run`, `comparison` and `sweep` say what stands on its page, in the
blocks of `blocks`; `render` and the templates turn those into HTML, and `drawing` charts into SVG.
"""
