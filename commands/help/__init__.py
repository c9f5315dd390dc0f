"""What `--help` and a mistyped command line say: from `data/messages/help.toml`, in the reader's language.

Commands are declared with `Command` and `Group` and carry no text of their own. `help.<path>.short` is the line in
a list, `help.<path>.text` the page, `help.<path>.options.<name>` a parameter, and `help.options.<name>` a parameter
that several commands share.
"""

from commands.help.pages import Command, Group

__all__ = ["Command", "Group"]
