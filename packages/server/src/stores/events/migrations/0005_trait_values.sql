-- What is known of people, as it was when a report last asked for it: values of one trait, one version a bringing. Only the newest
-- versions are kept; what nobody asks for any more is gone after a day.
CREATE TABLE IF NOT EXISTS trait_values
(
    workspace UInt32,
    key String,
    version UInt64,
    who UInt64,
    value String
)
ENGINE = MergeTree
ORDER BY (workspace, key, version, who)
TTL toDateTime(intDiv(version, 1000), 'UTC') + INTERVAL 1 DAY
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
