-- What the browser said it is, for destinations that an event is sent to once more. It is kept as the address is: not where addresses never
-- are, and forgotten with them (docs/decisions/0032). Neighbours are of one visitor and say the same, so it costs little on disk.
ALTER TABLE events ADD COLUMN IF NOT EXISTS user_agent String CODEC(ZSTD(1));
