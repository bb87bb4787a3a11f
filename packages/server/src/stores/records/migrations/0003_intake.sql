-- received = stored + duplicate + every reason, by hour and agent.
CREATE TABLE ledger (
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  agent_id      uuid NOT NULL,
  hour          timestamptz NOT NULL,
  entry         text NOT NULL,
  count         bigint NOT NULL,
  PRIMARY KEY (workspace_id, hour, agent_id, entry)
);

-- Events the event store would not take whatever was tried, kept whole so that they can be stored once the cause is mended.
CREATE TABLE set_aside (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  at            timestamptz NOT NULL,
  reason        text NOT NULL,
  event         text NOT NULL
);
CREATE INDEX set_aside_by_workspace ON set_aside (workspace_id, id);

-- Until when the events are counted into visitors, visits and people. What came after it is counted again at the start
-- that follows a crash.
CREATE TABLE intake_checkpoint (
  node        text PRIMARY KEY,
  counted_to  timestamptz NOT NULL,
  clean       boolean NOT NULL
);
