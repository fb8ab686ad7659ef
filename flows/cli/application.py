"""The Click application of `dateline`: its commands, consoles, error handling and arguments that all commands share."""

from __future__ import annotations

import errno
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import import_module
from itertools import pairwise
from typing import Any

import click
from rich.console import Console

from flows.sandbox.terminal import say
from transforms.shipped import VERSION
from warehouse import LakeError

COMMANDS = {
    "begin": ("init",),
    "run": ("run", "backfill"),
    "brief": ("brief",),
    "ask": ("sql", "explain", "changes", "dictionary", "codebook"),
    "search": ("search",),
    "export": ("export", "publish"),
    "assistants": ("mcp",),
    "sources": ("sources",),
    "status": ("status",),
    "doctor": ("doctor",),
    "archive": ("reextract", "pages"),
    "decide": ("correct", "link", "unlink"),
    "operate": ("check", "maintain", "backup", "restore", "serve"),
    "extract": ("extract", "clean"),
}
"""The modules of commands, in the order of the help, and the commands of each."""
PIPE_WIDTH = 140
out = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH, markup=False, highlight=False, emoji=False)
err = Console(stderr=True, markup=False, highlight=False, emoji=False)


@dataclass
class Manner:
    """Options before the name of a command, which apply to every command."""

    quiet: bool = False


manner = Manner()


class Command(click.Command):
    """A command that refuses an empty word: an unset variable of a script is no wish to leave the option out."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options = [each for each in self.params if isinstance(each, click.Option) and not each.is_flag]
        with_value = {name for option in options for name in option.opts}
        for before, word in pairwise(["", *args]):
            if not word or (word.endswith("=") and word.removesuffix("=") in with_value):
                named = next((name for name in (word.removesuffix("="), before) if name in with_value), "an argument")
                ctx.fail(f"{named} is empty; leave it out, or say what it is.")
        return super().parse_args(ctx, args)


class Group(click.Group):
    """Commands whose help tells what each does."""

    command_class = Command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Print the first sentence on each command in full; Click cuts it at the end of the line."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, command.get_short_help_str(sys.maxsize)) for name, command in commands if command]
            )


class Commands(Group):
    """The commands, each imported when it is called: a command starts sooner without the modules of the others."""

    group_class = Group

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for names in COMMANDS.values() for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; all are imported for a name that is none, so that a similar one can be told."""
        for module in [module for module, names in COMMANDS.items() if cmd_name in names] or COMMANDS:
            import_module(f"flows.cli.commands.{module}")
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Turn errors of the user and unusable files into one sentence and exit code 2."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise SystemExit(130) from error  # as a shell reports a program that Ctrl-C has ended
        except (ValueError, LakeError) as error:
            complain(error)
            raise SystemExit(2) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of the output has closed the pipe
                raise
            complain(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
            raise SystemExit(2) from error


@click.group("dateline", cls=Commands, context_settings={"show_default": True, "max_content_width": 120})
@click.version_option(VERSION, message="dateline %(version)s", help="Print the version and exit.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress and no log: answers, and what went wrong, alone.")
def app(quiet: bool) -> None:
    """Extract facts from conflict news into a warehouse, query it with SQL, trace every fact to its sentence."""
    manner.quiet = quiet


def complain(error: object) -> None:
    """Print an error on a line of its own."""
    say(err, f"dateline: {error}", "red")


def day(text: str) -> date:
    """Parse a day argument. ValueError in one sentence if it is invalid."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text}: not a day such as 2024-12-05.") from error


def day_if_given(text: str | None) -> date | None:
    """Parse a day argument that may be left out."""
    return day(text) if text else None


def now() -> datetime:
    return datetime.now(UTC)
