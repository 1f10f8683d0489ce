"""Files imported one after another, as one batch."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

from netreg import config
from netreg.cli.framework.session import Session, make_dry_run_note
from netreg.errors import NOTHING_WRITTEN, SOME_REJECTED, Failure, InterruptedCommand
from netreg.exchange.importing import import_file, import_report
from netreg.exchange.tables import open_file
from netreg.language import _, ngettext
from netreg.render.console import print_result
from netreg.render.progress import Progress
from netreg.render.results import Message
from netreg.store.backup import copies

if TYPE_CHECKING:
    from pathlib import Path

    from netreg.core.entity import Entity
    from netreg.exchange.importing.import_file import ImportOptions
    from netreg.exchange.importing.import_report import ImportReport


class FileImports:
    """Files imported one after another: each its own entry in the history, all of them one batch."""

    def __init__(
        self,
        session: Session,
        entity: Entity,
        wishes: ImportOptions,
        sheet: str | None,
        encoding: str | None,
        *,
        by_name: bool,
    ) -> None:
        self.session, self.entity, self.wishes = session, entity, wishes
        self.sheet, self.encoding, self.by_name = sheet, encoding, by_name
        self.batch: int | None = None
        self.on_a_copy = False

    def import_all(self, files: list[Path]) -> Message:
        """Import every file; one that is refused does not keep the others out, and ends the command if it is alone."""
        view, lines, data, codes = self.session.view, list[str](), list[Any](), {0}
        refused, has_written = list[str](), False
        for path in files:
            try:
                report = self.import_one(path)
            except (KeyboardInterrupt, SystemExit) as end:
                raise self._cut_short(sum("error" not in one for one in data), len(files), end) from None
            except Failure as failure:
                data.append(import_report.make_refusal_data(str(path), failure))
                if len(files) == 1:
                    print_result(Message((), view, data))
                    raise
                sentences = [*getattr(failure, "details", ()), _("netreg: error: {reason}").format(reason=failure)]
                lines += sentences
                refused += sentences
                codes.add(failure.exit_code)
            else:
                lines += import_report.format_report(report, self.wishes.rejects)
                data.append(import_report.make_data(report))
                codes.add(SOME_REJECTED if report.rejected else 0)
                has_written = has_written or report.is_written
        if has_written and NOTHING_WRITTEN in codes:  # the other files are in
            codes = codes - {NOTHING_WRITTEN} | {SOME_REJECTED}
        code = max(codes)
        if view.quiet and refused:  # an error is no note
            return Message((), view._replace(quiet=False), data, (), code, report=tuple(refused))
        return Message((), view, data, (), code, report=tuple(lines))

    def _cut_short(self, taken: int, total: int, end: BaseException) -> BaseException:
        """Return how a signal ends the command: the files before this one are saved."""
        if self.batch is None or self.on_a_copy:
            return end
        sentence = ngettext(
            "interrupted; {n} of {total} files was imported", "interrupted; {n} of {total} files were imported", taken
        )
        return InterruptedCommand(
            sentence.format(n=taken, total=total),
            _("import the remaining files, or run 'netreg undo' to remove those already imported"),
            end,
        )

    def try_all(self, files: list[Path]) -> Message:
        """Import the files as a trial that keeps nothing: several on a copy, where one sees what came before it."""
        if len(files) == 1:
            result = self.import_all(files)
        else:
            with copies.private_copy(self.session.db) as copy:
                self.session, self.on_a_copy = self.session._replace(db=copy), True
                self.wishes = self.wishes._replace(dry_run=False)
                result = self.import_all(files)
        return result if self.session.view.quiet else result._replace(notes=make_dry_run_note(dry_run=True))

    def import_one(self, path: Path) -> ImportReport:
        """Import one file."""
        wishes = self.wishes._replace(source=path.stem) if self.by_name else self.wishes
        gc.disable()  # rows make no cycles, and looking for them takes a twentieth of the time
        with (
            open_file.open_file(path, sheet=self.sheet, encoding=self.encoding) as file,
            Progress(file.name, file.line_count, quiet=self.session.view.quiet) as progress,
        ):
            doing = import_file.ImportContext(self.session.words, config.find_actor(), self.batch, progress)
            report = import_file.import_file(self.session.db, self.entity, file, wishes, doing)
        self.batch = self.batch or report.command
        return report
