"""Face: the text area in letters of one width, so that what is inside of what can be seen."""

from streamlit.components import v2

from dashboard.state import authoring

_LETTERS = f"""
.st-key-{authoring.EDITOR} textarea {{
  font-family: var(--st-code-font, monospace);
  font-size: 0.85rem;
  line-height: 1.5;
  white-space: pre;
  overflow-x: auto;
}}
"""
_FACE = v2.component("author_text_face", css=_LETTERS, isolate_styles=False)


def one_width() -> None:
    """Streamlit's text area has no setting for this; these rules are the whole component."""
    _FACE(key="author_face", height=1)
