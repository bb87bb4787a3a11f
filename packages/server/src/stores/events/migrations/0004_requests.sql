-- The request log. One row a request, or one for several that were summed up (`count`); never a body, a query string or a credential.
-- A partition is a day, so that what is old goes as a whole (docs/decisions/0018). `ip`, `country` and `place_days` are as in `events`.
CREATE TABLE IF NOT EXISTS requests
(
    workspace UInt32,
    time DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    id String CODEC(ZSTD(1)),
    count UInt32,
    method LowCardinality(String),
    endpoint LowCardinality(String),
    status UInt16,
    duration Float32 CODEC(ZSTD(1)),
    source LowCardinality(String),
    agent UUID CODEC(ZSTD(1)),
    visitor UUID CODEC(ZSTD(1)),
    conversation UUID CODEC(ZSTD(1)),
    error LowCardinality(String),
    ip IPv6 CODEC(ZSTD(1)),
    country LowCardinality(String),
    browser LowCardinality(String),
    os LowCardinality(String),
    bot String,
    place_days UInt16 CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toDate(time)
ORDER BY (workspace, time, id)
SETTINGS index_granularity = 4096;
