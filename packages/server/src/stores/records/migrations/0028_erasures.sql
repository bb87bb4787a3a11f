-- Of a browser that was erased only what keeps it from coming back: the hash of its id, and that of the id the page had made for it
-- (docs/decisions/0031). Neither leads to anybody who does not bring the id itself.
CREATE TABLE erased (
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  kind          text NOT NULL CHECK (kind IN ('visitor', 'local')),
  hash          bytea NOT NULL,
  at            timestamptz(3) NOT NULL,
  PRIMARY KEY (workspace_id, kind, hash)
);

-- Each erasing that was asked for. The ids stand here until everything of them is gone from both stores, and not longer.
CREATE TABLE erasures (
  id             uuid PRIMARY KEY,
  workspace_id   uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  asked_at       timestamptz(3) NOT NULL,
  asked_by       text NOT NULL,
  visitors       uuid[] NOT NULL,
  conversations  uuid[] NOT NULL,
  -- Requests in which their events went to a destination together with those of others.
  sent_together  jsonb NOT NULL,
  browsers       integer NOT NULL,
  problem        text,
  finished_at    timestamptz(3)
);
CREATE INDEX erasures_open ON erasures (asked_at) WHERE finished_at IS NULL;
CREATE INDEX erasures_by_workspace ON erasures (workspace_id, asked_at DESC, id);
