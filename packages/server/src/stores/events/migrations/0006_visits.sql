-- Visits as the events stored before a moment tell them: one row for each quarter of an hour of a visit in which everything said of the
-- sender is the same. Built whole, at one go, and replaced by the next generation (docs/decisions/0029); what was stored since is added when
-- a report is asked. `alone`: the visit has no other row. `slot` is the quarter of an hour since 1970, `session` and `visitor` the halves of
-- the ids that reports count by. `paged` and `left` are when the first and the last page came, in milliseconds after `began` and one more; 0: no
-- page. A generation is a partition, so that it goes as a whole.
CREATE TABLE IF NOT EXISTS visits
(
    workspace UInt32,
    generation UInt64,
    alone UInt8,
    slot Int32 CODEC(Delta, ZSTD(1)),
    session UInt64,
    visitor UInt64,
    agent UUID CODEC(ZSTD(1)),
    bot String,
    country LowCardinality(String),
    region String CODEC(ZSTD(1)),
    city String CODEC(ZSTD(1)),
    language String CODEC(ZSTD(1)),
    browser LowCardinality(String),
    os LowCardinality(String),
    device LowCardinality(String),
    own UInt8,
    began DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    lasted UInt32 CODEC(ZSTD(1)),
    pages UInt32 CODEC(ZSTD(1)),
    started UInt32 CODEC(ZSTD(1)),
    paged UInt32 CODEC(ZSTD(1)),
    left UInt32 CODEC(ZSTD(1)),
    entry_path String CODEC(ZSTD(1)),
    exit_path String CODEC(ZSTD(1)),
    entry_source LowCardinality(String),
    entry_referrer String CODEC(ZSTD(1)),
    entry_campaign_source String CODEC(ZSTD(1)),
    entry_medium String CODEC(ZSTD(1)),
    entry_campaign String CODEC(ZSTD(1)),
    entry_term String CODEC(ZSTD(1)),
    entry_content String CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY (workspace, generation)
ORDER BY (workspace, generation, alone, slot, session)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- The generations that are whole: made from what was stored before `stored_before`, while the events had been changed (deleted from,
-- rewritten) as `events_state` says.
CREATE TABLE IF NOT EXISTS visit_generations
(
    workspace UInt32,
    generation UInt64,
    stored_before UInt32,
    events_state String
)
ENGINE = MergeTree
ORDER BY (workspace, generation)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
