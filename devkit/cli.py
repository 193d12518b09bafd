"""The commands of `dev.py`, and the step from the newcomer's Python into the environment's."""

import argparse
import sys
from collections.abc import Callable, Sequence

from devkit import venv
from devkit.failure import Failure

PASSED_ON = {"test", "bench", "manage"}


def main(arguments: Sequence[str]) -> int:
    """Run one command. Whatever stops it is told in one line."""
    options, rest = parse(arguments)
    try:
        venv.keep_bytecode()
        if not venv.is_inside():
            venv.enter(list(arguments))
        venv.prepare()
        return run(options, rest)
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def parse(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """Read the command; only those that hand arguments on to another program accept unknown ones."""
    parser = build_parser()
    if arguments and arguments[0] in PASSED_ON:
        return parser.parse_args(arguments[:1]), list(arguments[1:])
    return parser.parse_args(arguments), []


def build_parser() -> argparse.ArgumentParser:
    """The commands with their one-line helps."""
    parser = argparse.ArgumentParser(prog="dev.py", description="Run, test and check topmetro.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    demo = commands.add_parser(
        "demo", help="start the portal with the demo programme; Ctrl-C stops it"
    )
    demo.add_argument(
        "--check", action="store_true", help="start, fetch the home page, stop; nothing may be left"
    )
    demo.add_argument(
        "--standing-on",
        metavar="2020-11-23",
        help="the day of the programme that becomes today, when its history is played (at first)",
    )
    commands.add_parser("test", help="run the whole suite; further arguments are pytest's")
    commands.add_parser(
        "check", help="format, lint, types, imports, migrations, translations, templates"
    )
    commands.add_parser("bench", help="measure; further arguments are pytest's")
    reset = commands.add_parser("reset", help="stop the demo's services and delete its data")
    reset.add_argument("--yes", action="store_true", help="do not ask")
    commands.add_parser("manage", help="run a manage.py command against the demo's database")
    commands.add_parser("format", help="format the code and the templates")
    commands.add_parser("messages", help="bring the translation catalogues up to date")
    services = commands.add_parser("services", help="keep the tests' PostgreSQL and Valkey running")
    services.add_argument("--stop", action="store_true", help="stop them")
    return parser


def run(options: argparse.Namespace, rest: list[str]) -> int:
    """Second stage: the packages can be imported from here on."""
    from devkit import bench, check, demo, demo_check, manage, messages, reset, services, testing

    commands: dict[str, Callable[[], int]] = {
        "demo": lambda: (
            demo_check.run_check() if options.check else demo.run_demo(options.standing_on)
        ),
        "test": lambda: testing.run_tests(rest),
        "check": check.run_checks,
        "bench": lambda: bench.run_benches(rest),
        "reset": lambda: reset.reset(agreed=options.yes),
        "manage": lambda: manage.run_manage(rest),
        "format": check.format_all,
        "messages": messages.update,
        "services": lambda: (
            services.stop_test_services() if options.stop else services.keep_test_services()
        ),
    }
    return commands[options.command]()
