"""Files of Stata, SPSS and SAS, whose columns are read when they are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.packages import read_by_package
from kaltim_poverty.survey.read.damaged import damaged_file
from kaltim_poverty.survey.read.readers.formats import STATA, TRANSPORT, ending
from kaltim_poverty.survey.read.readers.package_files import PackageFile, missing_package
from kaltim_poverty.survey.read.readers.text_encoding import BYTE_BY_BYTE, UTF8, TextDecoder, codec
from kaltim_poverty.survey.read.readers.transport import check_transport
from kaltim_poverty.survey.read.readers.typed_columns import as_written, typed_columns

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from numpy.typing import NDArray

    from kaltim_poverty.survey.read.reader import Labels
    from kaltim_poverty.survey.read.readers.typed_columns import Columns

FUNCTIONS = {".zsav": "read_sav", ".xpt": "read_xport"}
ALWAYS_UTF8 = (".por",)  # of which pyreadstat takes no other
SINGLE_PRECISION = "float"  # as pyreadstat calls it
NOT_TEXT = "invalid byte sequence"
RELEASE_OF_STATA = b"<stata_dta><header><release>"
FIRST_UNICODE_RELEASE = b"118"


def statistical_file(file: str, encoding: str | None = None) -> PackageFile:
    """A file of Stata, SPSS or SAS.

    Args:
        file: its path.
        encoding: of its text; as the file says if None.

    Raises:
        InputError: if it cannot be read, or a transport file is cut short.
        MissingPackageError: without pyreadstat.
    """
    try:
        import pyreadstat
    except ImportError:
        raise missing_package(ending(file), "pyreadstat") from None
    if ending(file) in TRANSPORT:
        check_transport(file)
    source = StatisticalFile(pyreadstat, file, encoding)
    return PackageFile(source.columns, source.labels, source.read, source.decoder.notes)


class StatisticalFile:
    """A file that pyreadstat reads, which stops at text that is not written as the file says.

    Args:
        pyreadstat: the package.
        file: its path.
        encoding: of its text; as the file says if None.

    Attributes:
        decoder: says what text means that was read byte by byte.
        byte_by_byte: whether text is read so.
        columns: their names.
        names: of its columns, with how the package calls them.
        labels: what values are called, by column.
        single: the columns of numbers of single precision.

    Raises:
        InputError: if it cannot be read.
    """

    def __init__(self, pyreadstat: ModuleType, file: str, encoding: str | None) -> None:
        self.pyreadstat, self.file = pyreadstat, file
        self.decoder = TextDecoder(file, encoding)
        self.byte_by_byte = encoding is not None or not says_encoding(file)
        self.names: dict[str, str] = {}
        metadata = self.ask()[1]
        if None in metadata.column_names:
            raise InputError("unnamed_column", file=file)
        declared = None if self.byte_by_byte else codec(metadata.file_encoding or UTF8)
        if declared not in (None, UTF8):
            self.decoder.declared, self.byte_by_byte = declared, True
            metadata = self.ask()[1]
        self.columns = self.decoded(metadata.column_names)
        self.names = dict(zip(self.columns, metadata.column_names, strict=True))
        self.labels = self.labels_of(metadata.variable_value_labels)
        kinds = metadata.readstat_variable_types
        self.single = {name for name, called in self.names.items() if kinds.get(called) == SINGLE_PRECISION}

    def ask(self, columns: list[str] | None = None) -> Any:
        """Columns and metadata, with text byte by byte where it cannot be read otherwise.

        Args:
            columns: which; none of them, for the metadata alone, if None.

        Raises:
            InputError: if the file cannot be read.
        """
        always_utf8 = ending(self.file) in ALWAYS_UTF8
        options: dict[str, Any] = {"metadataonly": True}
        if columns is not None:
            options = {"usecols": [self.names[column] for column in columns]}
        if self.byte_by_byte and not always_utf8:
            options["encoding"] = "ISO-8859-1"
        try:
            return read_statistical(self.pyreadstat, self.file, **options)
        except DamagedTextError:
            if self.byte_by_byte or always_utf8:
                raise
        self.decoder.declared, self.byte_by_byte = UTF8, True
        self.decoder.note_damage()
        self.names = {name: called.encode().decode(BYTE_BY_BYTE) for name, called in self.names.items()}
        return self.ask(columns)

    def decoded(self, texts: list[Any]) -> list[Any]:
        """Texts as they are meant."""
        return self.decoder.decode(texts) if self.byte_by_byte else texts

    def labels_of(self, labels: Mapping[str, Mapping[object, object]]) -> Labels:
        """The value labels of a file, by column."""
        meant = {called: name for name, called in self.names.items()}
        return {
            meant[column]: dict(
                zip(
                    self.decoded([as_written(value) for value in of_column]),
                    self.decoded([str(label) for label in of_column.values()]),
                    strict=True,
                )
            )
            for column, of_column in labels.items()
        }

    def read(self, columns: list[str]) -> Columns:
        """Read some columns of the file."""
        cells = self.ask(columns)[0].values()
        in_order = [name for name in self.names if name in columns]
        typed = typed_columns(dict(zip(in_order, map(self.decoded, map(list, cells)), strict=True)))
        return {name: self.as_stored(name, values) for name, values in typed.items()}

    def as_stored(self, column: str, values: NDArray[Any]) -> NDArray[Any]:
        """Numbers of single precision as such: 0.1 is 0.1 in codes and conditions, not 0.10000000149."""
        is_single = column in self.single and values.dtype == np.float64
        return values.astype(np.float32) if is_single else values


class DamagedTextError(InputError):
    """Text of a file is not written as the file says."""


def says_encoding(file: str) -> bool:
    """Whether a file says how its text is written: old ones of Stata and transport files do not."""
    if ending(file) not in STATA:
        return ending(file) not in TRANSPORT
    with open(file, "rb") as opened:
        beginning, release = opened.read(len(RELEASE_OF_STATA)), opened.read(len(FIRST_UNICODE_RELEASE))
    return beginning == RELEASE_OF_STATA and release >= FIRST_UNICODE_RELEASE


def read_statistical(pyreadstat: ModuleType, file: str, **options: Any) -> Any:
    """Columns and metadata of a file of Stata, SPSS or SAS.

    Raises:
        DamagedTextError: if text is not written as the file says.
        InputError: if it cannot be read.
    """
    read = getattr(pyreadstat, FUNCTIONS.get(ending(file), f"read_{ending(file)[1:]}"))
    with read_by_package(lambda error, _: refusal(file, error)):
        return read(file, output_format="dict", **options)


def refusal(file: str, error: BaseException) -> InputError:
    """The error for a file over which the package stumbled."""
    of_text = isinstance(error, UnicodeDecodeError) or NOT_TEXT in str(error)
    return DamagedTextError("damaged_file", file=file) if of_text else damaged_file(file)
