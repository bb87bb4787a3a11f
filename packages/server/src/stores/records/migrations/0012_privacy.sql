-- What is kept of addresses and places, and for how long (docs/decisions/0010). Until a workspace says something of its own,
-- `policy` is null and the built-in one holds.
CREATE TABLE privacy (
  workspace_id  uuid PRIMARY KEY REFERENCES workspaces (id) ON DELETE CASCADE,
  policy        jsonb,
  changed_at    timestamptz(3),
  changed_by    text,
  enforced_at   timestamptz(3),
  forgotten     bigint NOT NULL DEFAULT 0
);

-- Making what is stored already obey the policy as it was when somebody asked for it: the last time, or the one under way.
-- `step` and `after` are where it goes on after a restart.
CREATE TABLE privacy_applies (
  workspace_id  uuid PRIMARY KEY REFERENCES workspaces (id) ON DELETE CASCADE,
  policy        jsonb NOT NULL,
  asked_at      timestamptz(3) NOT NULL,
  asked_by      text NOT NULL,
  finished_at   timestamptz(3),
  step          text NOT NULL,
  after         text NOT NULL DEFAULT '',
  done          bigint NOT NULL DEFAULT 0,
  total         bigint NOT NULL DEFAULT 0,
  changed       bigint NOT NULL DEFAULT 0,
  problem       text
);
CREATE INDEX privacy_applies_open ON privacy_applies (asked_at) WHERE finished_at IS NULL;

-- When the address and the place of a row are forgotten. It is worked out when they are written, by the rule of that moment, so
-- that forgetting asks for nothing but the time, and a rule that keeps no country can still be kept.
ALTER TABLE visitors ADD COLUMN place_until timestamptz;
ALTER TABLE visits ADD COLUMN place_until timestamptz;
ALTER TABLE people ADD COLUMN place_until timestamptz;
ALTER TABLE conversations ADD COLUMN place_until timestamptz;

UPDATE visitors SET place_until = last_seen_at + interval '365 days'
  WHERE coalesce(host(ip), country, region, city, timezone) IS NOT NULL;
UPDATE visits SET place_until = started_at + interval '365 days'
  WHERE coalesce(country, region, city, timezone) IS NOT NULL;
UPDATE people SET place_until = last_seen_at + interval '365 days'
  WHERE coalesce(country, region, city, timezone) IS NOT NULL;
UPDATE conversations SET place_until = created_at + interval '365 days'
  WHERE coalesce(host(ip), country, region, city, timezone) IS NOT NULL;

-- Whoever stores where somebody is says until when.
ALTER TABLE visitors ADD CONSTRAINT visitors_place_ends
  CHECK (place_until IS NOT NULL OR coalesce(host(ip), country, region, city, timezone) IS NULL);
ALTER TABLE visits ADD CONSTRAINT visits_place_ends
  CHECK (place_until IS NOT NULL OR coalesce(country, region, city, timezone) IS NULL);
ALTER TABLE people ADD CONSTRAINT people_place_ends
  CHECK (place_until IS NOT NULL OR coalesce(country, region, city, timezone) IS NULL);
ALTER TABLE conversations ADD CONSTRAINT conversations_place_ends
  CHECK (place_until IS NOT NULL OR coalesce(host(ip), country, region, city, timezone) IS NULL);

CREATE INDEX visitors_by_place_until ON visitors (place_until) WHERE place_until IS NOT NULL;
CREATE INDEX visits_by_place_until ON visits (place_until) WHERE place_until IS NOT NULL;
CREATE INDEX people_by_place_until ON people (place_until) WHERE place_until IS NOT NULL;
CREATE INDEX conversations_by_place_until ON conversations (place_until) WHERE place_until IS NOT NULL;
