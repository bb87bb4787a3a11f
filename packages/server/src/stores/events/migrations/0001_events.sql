-- One row an event. The sort key puts a visitor's events side by side and, because `id` is a UUIDv7, in time order: its time is
-- a part of the key of its own, since ClickHouse compares UUIDs by their second half. Neighbours that look alike are also what
-- compresses (docs/decisions/0011).
--
-- The whole key and the partition come from what the sender repeats on every try (its id, which carries its time), so a
-- retry that slips past the intake's own check lands beside the first copy and ReplacingMergeTree makes one of the two.
--
-- A partition is a quarter: a person's timeline asks each one, and a year in months made it three times as slow. Small
-- compressed blocks, because a timeline reads a few rows of each.
--
-- An insert is durable when it is answered: without the two fsync settings it would only be in the page cache.
--
-- LowCardinality is for what reports group by. What is mostly empty is plain text: each dictionary costs every insert.
CREATE TABLE IF NOT EXISTS events
(
    workspace       UInt32,
    visitor         UUID,
    id              UUID,
    time            DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    stored_at       DateTime('UTC') CODEC(Delta, ZSTD(1)),
    session         UUID CODEC(ZSTD(1)),
    agent           UUID CODEC(ZSTD(1)),
    type            LowCardinality(String),
    name            LowCardinality(String),
    origin          LowCardinality(String),
    path            String CODEC(ZSTD(1)),
    search          String CODEC(ZSTD(1)),
    title           String CODEC(ZSTD(1)),
    referrer        String CODEC(ZSTD(1)),
    source          LowCardinality(String),
    utm_source      String,
    utm_medium      String,
    utm_campaign    String,
    utm_term        String,
    utm_content     String,
    country         LowCardinality(String),
    region          String,
    city            String,
    timezone        String,
    language        String,
    browser         LowCardinality(String),
    browser_version String,
    os              LowCardinality(String),
    device          LowCardinality(String),
    bot             String,
    ip              IPv6 CODEC(ZSTD(1)),
    consent         String,
    properties      String CODEC(ZSTD(3)),
    INDEX stored_at_range stored_at TYPE minmax GRANULARITY 4
)
ENGINE = ReplacingMergeTree
PARTITION BY toStartOfQuarter(UUIDv7ToDateTime(id, 'UTC'))
ORDER BY (workspace, visitor, UUIDv7ToDateTime(id, 'UTC'), id)
SETTINGS index_granularity = 2048, min_compress_block_size = 16384, ratio_of_defaults_for_sparse_serialization = 1,
    fsync_after_insert = 1, fsync_part_directory = 1;
