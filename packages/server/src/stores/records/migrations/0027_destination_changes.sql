-- What the team does with destinations: their earlier states, events sent once more, and what visitors agreed to.
CREATE UNIQUE INDEX destinations_by_name ON destinations (workspace_id, lower(name));

CREATE TABLE destination_revisions (
  workspace_id          uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  destination_id        uuid NOT NULL REFERENCES destinations (id) ON DELETE CASCADE,
  revision              integer NOT NULL,
  at                    timestamptz(3) NOT NULL,
  by                    text NOT NULL,
  changed               text[] NOT NULL,
  -- Those that may be shown: a secret is never a part of what can be restored.
  settings              jsonb NOT NULL,
  mapping               jsonb NOT NULL,
  consent_categories    text[] NOT NULL,
  when_consent_unknown  text NOT NULL,
  personal              jsonb NOT NULL,
  agents                uuid[] NOT NULL,
  PRIMARY KEY (destination_id, revision)
);

-- Events of a time that was, sent once more. `at_visitor` and `at_event` are where it goes on after a restart: events are read in the
-- order in which they lie, one visitor after another.
CREATE TABLE destination_replays (
  id              uuid PRIMARY KEY,
  workspace_id    uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  destination_id  uuid NOT NULL REFERENCES destinations (id) ON DELETE CASCADE,
  state           text NOT NULL CHECK (state IN ('running', 'done', 'stopped', 'failed')),
  from_at         timestamptz(3) NOT NULL,
  to_at           timestamptz(3) NOT NULL,
  events          text[],
  total           bigint NOT NULL,
  queued          bigint NOT NULL DEFAULT 0,
  at_visitor      uuid,
  at_event        uuid,
  -- All of them were put among the deliveries; some may still be on their way.
  is_read         boolean NOT NULL DEFAULT false,
  by              text NOT NULL,
  started_at      timestamptz(3) NOT NULL,
  finished_at     timestamptz(3),
  problem         text,
  -- While a process works on it: another may take it over when this is past.
  lease_until     timestamptz(3)
);
CREATE INDEX destination_replays_by_destination ON destination_replays (destination_id, started_at DESC);
CREATE INDEX destination_replays_running ON destination_replays (lease_until) WHERE state = 'running';
CREATE INDEX deliveries_by_batch ON deliveries (batch_id, state) WHERE batch_id IS NOT NULL;

-- What a visitor said last of what may be done with what they do. A row is written when it changes.
CREATE TABLE visitor_consents (
  visitor_id    uuid PRIMARY KEY REFERENCES visitors (id) ON DELETE CASCADE,
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  at            timestamptz(3) NOT NULL,
  consent       text NOT NULL
);
CREATE INDEX visitor_consents_by_workspace ON visitor_consents (workspace_id);
