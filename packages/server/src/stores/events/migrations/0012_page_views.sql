-- Page views in the order of their paths, one row each, beside every generation of `visits` and made with it (docs/decisions/0033): the views of
-- a page lie side by side, so a list of pages reads them in one go. `slot`, `visitor`, `session` and what is said of the sender are as in
-- `visits`. In this order a piece of the table holds few paths, so a dictionary is small however many there are. Ten pages are ten small ranges.
CREATE TABLE IF NOT EXISTS page_views
(
    workspace UInt32,
    generation UInt64,
    path LowCardinality(String) CODEC(ZSTD(1)),
    slot Int32 CODEC(Delta, ZSTD(1)),
    visitor UInt64,
    session UInt64,
    agent UUID CODEC(ZSTD(1)),
    bot LowCardinality(String) CODEC(ZSTD(1)),
    country LowCardinality(String) CODEC(ZSTD(1)),
    region String CODEC(ZSTD(1)),
    city String CODEC(ZSTD(1)),
    language LowCardinality(String) CODEC(ZSTD(1)),
    browser LowCardinality(String) CODEC(ZSTD(1)),
    os LowCardinality(String) CODEC(ZSTD(1)),
    device LowCardinality(String) CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY (workspace, generation)
ORDER BY (workspace, generation, path, slot)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1;
