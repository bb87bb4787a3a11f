-- Made by `npm run schema:events`; compared with the migrations by the tests.

CREATE TABLE deliveries
(
    `workspace` UInt32,
    `created` DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    `id` UUID,
    `destination` UUID CODEC(ZSTD(1)),
    `origin` LowCardinality(String),
    `batch` UUID CODEC(ZSTD(1)),
    `visitor` UUID CODEC(ZSTD(1)),
    `event_id` String CODEC(ZSTD(1)),
    `event_type` LowCardinality(String),
    `event_name` LowCardinality(String),
    `event_url` String CODEC(ZSTD(1)),
    `event_at` DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    `event` String CODEC(ZSTD(3)),
    `state` LowCardinality(String),
    `attempts` UInt32,
    `log` String CODEC(ZSTD(3)),
    `status` UInt16,
    `duration` Float32 CODEC(ZSTD(1)),
    `reason` LowCardinality(String),
    `advice` String CODEC(ZSTD(1)),
    `rules` Array(LowCardinality(String)),
    `together` UInt32,
    `finished` DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    INDEX by_id id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_visitor visitor TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY toDate(created)
ORDER BY (workspace, created, id)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE events
(
    `workspace` UInt32,
    `visitor` UUID,
    `id` UUID,
    `time` DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    `stored_at` DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
    `session` UUID CODEC(ZSTD(1)),
    `agent` UUID CODEC(ZSTD(1)),
    `type` LowCardinality(String),
    `name` LowCardinality(String),
    `origin` LowCardinality(String),
    `path` String CODEC(ZSTD(1)),
    `search` String CODEC(ZSTD(1)),
    `title` String CODEC(ZSTD(1)),
    `referrer` String CODEC(ZSTD(1)),
    `source` LowCardinality(String),
    `utm_source` String,
    `utm_medium` String,
    `utm_campaign` String,
    `utm_term` String,
    `utm_content` String,
    `country` LowCardinality(String),
    `region` String,
    `city` String,
    `timezone` String,
    `language` String,
    `browser` LowCardinality(String),
    `browser_version` String,
    `os` LowCardinality(String),
    `device` LowCardinality(String),
    `bot` String,
    `ip` IPv6 CODEC(ZSTD(1)),
    `consent` String,
    `properties` String CODEC(ZSTD(3)),
    `place_days` UInt16 DEFAULT 365 CODEC(ZSTD(1)),
    `node` UInt64 MATERIALIZED if(type = 'page', cityHash64(replaceAll(replaceRegexpAll(replaceRegexpAll(replaceRegexpAll(replaceRegexpAll(concat('/', replaceAll(toLowCardinality(path), '/', '//'), '/'), '/(?:[0-9]+)/', '/:number/'), '/(?:[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)/', '/:date/'), '/(?:[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|[A-Za-z_]{0}[0-9][0-9A-Za-z_]{15,}|[A-Za-z_]{1}[0-9][0-9A-Za-z_]{14,}|[A-Za-z_]{2}[0-9][0-9A-Za-z_]{13,}|[A-Za-z_]{3}[0-9][0-9A-Za-z_]{12,}|[A-Za-z_]{4}[0-9][0-9A-Za-z_]{11,}|[A-Za-z_]{5}[0-9][0-9A-Za-z_]{10,}|[A-Za-z_]{6}[0-9][0-9A-Za-z_]{9,}|[A-Za-z_]{7}[0-9][0-9A-Za-z_]{8,}|[A-Za-z_]{8}[0-9][0-9A-Za-z_]{7,}|[A-Za-z_]{9}[0-9][0-9A-Za-z_]{6,}|[A-Za-z_]{10}[0-9][0-9A-Za-z_]{5,}|[A-Za-z_]{11}[0-9][0-9A-Za-z_]{4,}|[A-Za-z_]{12}[0-9][0-9A-Za-z_]{3,}|[A-Za-z_]{13}[0-9][0-9A-Za-z_]{2,}|[A-Za-z_]{14}[0-9][0-9A-Za-z_]{1,}|[A-Za-z_]{15}[0-9][0-9A-Za-z_]{0,}|[A-Za-z_]{16,}[0-9][0-9A-Za-z_]*)/', '/:id/'), '^/|/$', ''), '//', '/')), cityHash64(if(((name != '') AND (type IN ('track', 'conversation', 'screen', 'group'))), toString(name), toString(type)))) CODEC(ZSTD(1)),
    `user_agent` String CODEC(ZSTD(1)),
    INDEX stored_at_range stored_at TYPE minmax GRANULARITY 4
)
ENGINE = ReplacingMergeTree
PARTITION BY toStartOfQuarter(UUIDv7ToDateTime(id, 'UTC'))
ORDER BY (workspace, visitor, UUIDv7ToDateTime(id, 'UTC'), id)
SETTINGS index_granularity = 2048, min_compress_block_size = 16384, ratio_of_defaults_for_sparse_serialization = 1, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE joined
(
    `workspace` UInt32,
    `generation` UInt64,
    `visitor` UUID,
    `person` UUID
)
ENGINE = MergeTree
ORDER BY (workspace, generation, visitor)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192;

CREATE TABLE migrations
(
    `number` UInt32,
    `name` String,
    `checksum` String,
    `applied_at` DateTime DEFAULT now()
)
ENGINE = MergeTree
ORDER BY number
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192;

CREATE TABLE page_views
(
    `workspace` UInt32,
    `generation` UInt64,
    `path` LowCardinality(String) CODEC(ZSTD(1)),
    `slot` Int32 CODEC(Delta(4), ZSTD(1)),
    `visitor` UInt64,
    `session` UInt64,
    `agent` UUID CODEC(ZSTD(1)),
    `bot` LowCardinality(String) CODEC(ZSTD(1)),
    `country` LowCardinality(String) CODEC(ZSTD(1)),
    `region` String CODEC(ZSTD(1)),
    `city` String CODEC(ZSTD(1)),
    `language` LowCardinality(String) CODEC(ZSTD(1)),
    `browser` LowCardinality(String) CODEC(ZSTD(1)),
    `os` LowCardinality(String) CODEC(ZSTD(1)),
    `device` LowCardinality(String) CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY (workspace, generation)
ORDER BY (workspace, generation, path, slot)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE requests
(
    `workspace` UInt32,
    `time` DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    `id` String CODEC(ZSTD(1)),
    `count` UInt32,
    `method` LowCardinality(String),
    `endpoint` LowCardinality(String),
    `status` UInt16,
    `duration` Float32 CODEC(ZSTD(1)),
    `source` LowCardinality(String),
    `agent` UUID CODEC(ZSTD(1)),
    `visitor` UUID CODEC(ZSTD(1)),
    `conversation` UUID CODEC(ZSTD(1)),
    `error` LowCardinality(String),
    `ip` IPv6 CODEC(ZSTD(1)),
    `country` LowCardinality(String),
    `browser` LowCardinality(String),
    `os` LowCardinality(String),
    `bot` String,
    `place_days` UInt16 CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toDate(time)
ORDER BY (workspace, time, id)
SETTINGS index_granularity = 4096;

CREATE TABLE trait_values
(
    `workspace` UInt32,
    `key` String,
    `version` UInt64,
    `who` UInt64,
    `value` String
)
ENGINE = MergeTree
ORDER BY (workspace, key, version, who)
TTL toDateTime(intDiv(version, 1000), 'UTC') + toIntervalDay(1)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192;

CREATE TABLE visit_generations
(
    `workspace` UInt32,
    `generation` UInt64,
    `stored_before` UInt32,
    `events_state` String
)
ENGINE = MergeTree
ORDER BY (workspace, generation)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192;

CREATE TABLE visits
(
    `workspace` UInt32,
    `generation` UInt64,
    `alone` UInt8,
    `slot` Int32 CODEC(Delta(4), ZSTD(1)),
    `session` UInt64,
    `visitor` UInt64,
    `agent` UUID CODEC(ZSTD(1)),
    `bot` String,
    `country` LowCardinality(String),
    `region` String CODEC(ZSTD(1)),
    `city` String CODEC(ZSTD(1)),
    `language` String CODEC(ZSTD(1)),
    `browser` LowCardinality(String),
    `os` LowCardinality(String),
    `device` LowCardinality(String),
    `own` UInt8,
    `began` DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    `lasted` UInt32 CODEC(ZSTD(1)),
    `pages` UInt32 CODEC(ZSTD(1)),
    `started` UInt32 CODEC(ZSTD(1)),
    `paged` UInt32 CODEC(ZSTD(1)),
    `left` UInt32 CODEC(ZSTD(1)),
    `entry_path` String CODEC(ZSTD(1)),
    `exit_path` String CODEC(ZSTD(1)),
    `entry_source` LowCardinality(String),
    `entry_referrer` String CODEC(ZSTD(1)),
    `entry_campaign_source` String CODEC(ZSTD(1)),
    `entry_medium` String CODEC(ZSTD(1)),
    `entry_campaign` String CODEC(ZSTD(1)),
    `entry_term` String CODEC(ZSTD(1)),
    `entry_content` String CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY (workspace, generation)
ORDER BY (workspace, generation, alone, slot, session)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192;
