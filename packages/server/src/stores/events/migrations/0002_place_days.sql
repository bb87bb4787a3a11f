-- For how many days after `time` the address and the place of an event are kept; 0 once they are forgotten. The same number stands in
-- nearly every row, so it costs nothing on disk, and one statement forgets for all workspaces and rules together
-- (docs/decisions/0010). What was stored before there were rules is kept for a year.
ALTER TABLE events ADD COLUMN IF NOT EXISTS place_days UInt16 DEFAULT 365 CODEC(ZSTD(1));
