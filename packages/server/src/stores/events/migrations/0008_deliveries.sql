-- Deliveries that have ended, with their attempts as JSON, secrets masked; address and browser of the visitor are not among them. A
-- partition is a day, so that what is old goes as a whole (docs/decisions/0026). What is moved here twice is one: the key is the same.
CREATE TABLE IF NOT EXISTS deliveries
(
    workspace UInt32,
    created DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    id UUID,
    destination UUID CODEC(ZSTD(1)),
    origin LowCardinality(String),
    batch UUID CODEC(ZSTD(1)),
    visitor UUID CODEC(ZSTD(1)),
    event_id String CODEC(ZSTD(1)),
    event_type LowCardinality(String),
    event_name LowCardinality(String),
    event_url String CODEC(ZSTD(1)),
    event_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    event String CODEC(ZSTD(3)),
    state LowCardinality(String),
    attempts UInt32,
    log String CODEC(ZSTD(3)),
    status UInt16,
    duration Float32 CODEC(ZSTD(1)),
    reason LowCardinality(String),
    advice String CODEC(ZSTD(1)),
    rules Array(LowCardinality(String)),
    together UInt32,
    finished DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    INDEX by_id id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_visitor visitor TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY toDate(created)
ORDER BY (workspace, created, id)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1;
