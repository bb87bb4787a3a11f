-- Where events land: safe on disk one small write after they arrived, in groups, until the event store has taken them with
-- its next, larger insert (docs/decisions/0010). Two tables in turn, so that one can be emptied by TRUNCATE, which leaves
-- nothing to clean up, while the other is written.
CREATE TABLE landing_0 (
  id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lines  text NOT NULL
);
CREATE TABLE landing_1 (
  id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lines  text NOT NULL
);
-- Kept as they are: to compress them would take longer than to write them.
ALTER TABLE landing_0 ALTER lines SET STORAGE EXTERNAL;
ALTER TABLE landing_1 ALTER lines SET STORAGE EXTERNAL;
