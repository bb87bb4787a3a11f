-- Where events are forwarded (docs/decisions/0026). `settings` are those that may be shown, `sealed` the secret ones as JSON.
CREATE TABLE destinations (
  id                    uuid PRIMARY KEY,
  workspace_id          uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  type                  text NOT NULL,
  name                  text NOT NULL,
  preset                text NOT NULL,
  enabled               boolean NOT NULL,
  -- `paused` is what `enabled` says; the other two are the engine's.
  state                 text NOT NULL CHECK (state IN ('active', 'misconfigured', 'resting')),
  problem               text,
  problem_since         timestamptz(3),
  -- While it rests: when it is tried next, and how often it was tried so far.
  rest_until            timestamptz(3),
  rests                 integer NOT NULL DEFAULT 0,
  settings              jsonb NOT NULL,
  sealed                bytea,
  mapping               jsonb NOT NULL,
  consent_categories    text[] NOT NULL,
  when_consent_unknown  text NOT NULL CHECK (when_consent_unknown IN ('send', 'withhold')),
  personal              jsonb NOT NULL,
  -- Empty: of all.
  agents                uuid[] NOT NULL,
  revision              integer NOT NULL,
  created_at            timestamptz(3) NOT NULL,
  updated_at            timestamptz(3) NOT NULL
);
CREATE INDEX destinations_by_workspace ON destinations (workspace_id, created_at, id);

-- Every process keeps the list of destinations in memory: each event that arrives is asked against it.
CREATE FUNCTION destination_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('foyer_destinations', coalesce(NEW.workspace_id, OLD.workspace_id)::text);
  RETURN NULL;
END
$$;
CREATE TRIGGER destination_changed AFTER INSERT OR UPDATE OR DELETE ON destinations
  FOR EACH ROW EXECUTE FUNCTION destination_changed();

-- An event on its way to a destination. The id comes from destination, visitor and event, so that the same event twice is one delivery.
-- Those that have ended are carried on into the event store a moment later. No row refers to its destination: it is written in the
-- statement that an event lands with, which must not fail because somebody has just deleted one; what is left behind is swept.
CREATE TABLE deliveries (
  id              uuid PRIMARY KEY,
  workspace_id    uuid NOT NULL,
  destination_id  uuid NOT NULL,
  -- In which they go one after another: the visitor, or one for the whole destination.
  lane            uuid NOT NULL,
  place           bigint GENERATED ALWAYS AS IDENTITY,
  origin          text NOT NULL CHECK (origin IN ('live', 'replay', 'resend', 'test')),
  -- The replay, or the delivery, that it comes from.
  batch_id        uuid,
  visitor_id      uuid NOT NULL,
  event_id        text NOT NULL,
  event_type      text NOT NULL,
  event_name      text NOT NULL,
  event_url       text NOT NULL,
  event_at        timestamptz(3) NOT NULL,
  -- The event as it is sent, but for what is looked up then. As text: it is only read as a whole, and NUL is no text of jsonb.
  event           text NOT NULL,
  state           text NOT NULL CHECK (state IN (
    'waiting', 'sending', 'retrying', 'delivered', 'invalid', 'refused', 'expired', 'withheld', 'unknown', 'cancelled')),
  -- Tries that count towards giving up, and how many of what the mapping made of it have arrived.
  tries           integer NOT NULL DEFAULT 0,
  parts           smallint NOT NULL DEFAULT 0,
  attempts        integer NOT NULL DEFAULT 0,
  -- The attempts themselves, the first and the last ones, as JSON.
  log             text NOT NULL DEFAULT '[]',
  status          integer,
  duration_ms     real,
  reason          text NOT NULL DEFAULT '',
  advice          text NOT NULL DEFAULT '',
  rules           text[] NOT NULL DEFAULT '{}',
  together        integer NOT NULL DEFAULT 1,
  created_at      timestamptz(3) NOT NULL,
  expires_at      timestamptz(3) NOT NULL,
  next_at         timestamptz(3),
  finished_at     timestamptz(3),
  -- The stored id of its event, for as long as that is not known to be stored: until then it waits for no lane.
  held_for        uuid
);
CREATE INDEX deliveries_waiting ON deliveries (destination_id, lane, place) WHERE finished_at IS NULL;
CREATE INDEX deliveries_finished ON deliveries (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX deliveries_withheld ON deliveries (visitor_id) WHERE state = 'withheld';
CREATE INDEX deliveries_held ON deliveries (created_at) WHERE held_for IS NOT NULL;
CREATE INDEX deliveries_by_time ON deliveries (destination_id, created_at, id);

-- Who is sent next. A lane is claimed, not a delivery, so that what is behind one that failed waits for it whichever process sends.
-- `due_at` is null while nothing waits, and the end of the lease while a process has it. `claim` goes up when it is claimed and when
-- it is let go: whoever held it before can settle nothing any more, nor lengthen the lease.
-- `queued` goes up with every delivery: whoever empties a lane sees that another came.
CREATE TABLE delivery_lanes (
  destination_id  uuid NOT NULL,
  lane            uuid NOT NULL,
  due_at          timestamptz(3),
  queued          bigint NOT NULL,
  claim           bigint NOT NULL DEFAULT 0,
  memory          jsonb NOT NULL DEFAULT '{}',
  used_at         timestamptz(3) NOT NULL,
  PRIMARY KEY (destination_id, lane)
) WITH (fillfactor = 70);
CREATE INDEX delivery_lanes_due ON delivery_lanes (destination_id, due_at) WHERE due_at IS NOT NULL;

-- What became of events, by the minute: what the figures of a destination are made of.
CREATE TABLE delivery_tally (
  workspace_id    uuid NOT NULL,
  destination_id  uuid NOT NULL,
  minute          timestamptz(0) NOT NULL,
  stage           text NOT NULL CHECK (stage IN ('received', 'filtered', 'withheld', 'retried', 'failed', 'delivered')),
  reason          text NOT NULL,
  count           bigint NOT NULL,
  PRIMARY KEY (destination_id, minute, stage, reason)
) WITH (fillfactor = 70);
CREATE INDEX delivery_tally_by_workspace ON delivery_tally (workspace_id, minute);
