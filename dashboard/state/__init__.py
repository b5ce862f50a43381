"""State: the only room with session state, cached calls and running commands.

What is shared by sessions is named by its content: who does not have a scenario cannot name its runs.
"""

from dashboard import BASE

from .commanded import command, commands, forget, note_finished, start
from .results import compare_request, compared, opened, overlaid, run_request, story, written
from .scenarios import choices, levers, loaded, offered, reference, shipped, upload
from .session import is_new, note_upload, reset, say_trouble, trouble, upload_faults, uploads

__all__ = [
    "BASE",
    "choices",
    "command",
    "commands",
    "compare_request",
    "compared",
    "forget",
    "is_new",
    "levers",
    "loaded",
    "note_finished",
    "note_upload",
    "offered",
    "opened",
    "overlaid",
    "reference",
    "reset",
    "run_request",
    "say_trouble",
    "shipped",
    "start",
    "story",
    "trouble",
    "upload",
    "upload_faults",
    "uploads",
    "written",
]
