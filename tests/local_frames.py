"""Frames in this process in the place of those of Spark: the same functions over the same batches."""

from __future__ import annotations

import gzip

from kaltim_poverty.survey.spark.column_pass import column_pass
from kaltim_poverty.survey.spark.reading_pass import reading_pass
from kaltim_poverty.survey.spark.records import batches_of, records_in


class LocalFrame:
    """Records in a list, in any order."""

    def __init__(self, records):
        self.records = list(records)

    def mapped(self, function):
        return LocalFrame(function(iter(self.records)))

    def gathered(self, function, parts):
        return self.grouped(lambda records: [function(records)], parts)

    def grouped(self, function, parts):
        assert parts >= 1
        keys = {record.key for record in self.records}
        together = [[record for record in self.records if record.key == key] for key in keys]
        return LocalFrame(made for records in together for made in function(iter(records)))

    def with_others(self, other):
        return LocalFrame([*other.records, *self.records])

    def of_kind(self, kind):
        return LocalFrame(record for record in self.records if record.kind == kind)

    def with_keys(self, keys):
        return LocalFrame(record for record in self.records if record.key in set(keys))

    def persisted(self):
        return self

    def collected(self):
        """As they come back from executors: through Arrow."""
        return sorted(records_in(batches_of(self.records)), key=lambda record: record[:2])


class Sources:
    """Reads groups of files in partitions of so many rows."""

    def __init__(self, rows=7000, backwards=False):
        self.rows, self.backwards = rows, backwards

    def frame_of(self, session, plans):
        del session
        records = []
        for group, plan in plans:
            batches = list(self.batches(group))
            for batch in batches[::-1] if self.backwards else batches:
                records += records_in(reading_pass(plan, iter([batch])))
        return LocalFrame(records)

    def columns_of(self, session, plans):
        del session
        return LocalFrame(
            record
            for group, plan in plans
            for batch in self.batches(group)
            for record in records_in(column_pass(plan, iter([batch])))
        )

    def batches(self, group):
        import pyarrow.parquet as pq

        for file in group.files:
            if group.csv is not None:
                yield from self.batches_of_lines(file)
                continue
            table = pq.read_table(file, columns=list(group.columns.values()), partitioning=None)
            yield from table.rename_columns(list(group.columns)).to_batches(max_chunksize=self.rows)

    def batches_of_lines(self, file):
        import pyarrow as pa

        with (gzip.open if file.endswith(".gz") else open)(file, "rb") as opened:
            content = opened.read()
        content = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        lines = content.removesuffix(b"\n").split(b"\n")
        for start in range(0, len(lines), self.rows):
            some = pa.array(lines[start : start + self.rows], pa.binary())
            text = pa.StringArray.from_buffers(len(some), *some.buffers()[1:])  # bytes as they are
            yield pa.RecordBatch.from_arrays([text], names=["value"])


def use(monkeypatch, **options):
    """Have ``engine="spark"`` compute in this process."""
    from kaltim_poverty.survey.engines import ClusterEngine
    from kaltim_poverty.survey.spark import new_register, sources

    local, written = Sources(**options), []
    monkeypatch.setattr(ClusterEngine, "session", lambda _: None)
    monkeypatch.setattr(sources, "frame_of", local.frame_of)
    monkeypatch.setattr(sources, "columns_of", local.columns_of)
    monkeypatch.setattr(new_register, "write_marked", write_local(local, written))
    return written


def write_local(sources, written):
    """What writes registers in the place of Spark, and notes what it was given."""
    import os

    import pyarrow as pa
    import pyarrow.dataset as ds

    from kaltim_poverty.survey.spark.marking_pass import marking_pass

    def write_marked(session, plans, schema, folder, within):
        del session
        made = [
            marked
            for group, plan in plans
            for batch in sources.batches(group)
            for marked in marking_pass(plan, iter([batch]))
        ]
        written.append(schema)
        table = pa.Table.from_batches(made)
        hive = ds.partitioning(pa.schema([table.schema.field(name) for name in within]), flavor="hive")
        ds.write_dataset(table, folder.path, format="parquet", partitioning=hive if within else None)
        with open(os.path.join(folder.path, "_SUCCESS"), "w", encoding="utf-8"):
            pass

    return write_marked
