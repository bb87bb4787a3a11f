-- Visitors who are another visitor's person, as they were at one state (generation) of the joins of their workspace. Reports follow
-- joins when they are asked, so events are never rewritten.
CREATE TABLE IF NOT EXISTS joined
(
    workspace UInt32,
    generation UInt64,
    visitor UUID,
    person UUID
)
ENGINE = MergeTree
ORDER BY (workspace, generation, visitor)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
