-- Questions that a team keeps, arranged as dashboards, shared by a link, and sent on a schedule (docs/decisions/0020).
CREATE TABLE saved_reports (
  id            uuid PRIMARY KEY,
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  name          text NOT NULL,
  kind          text NOT NULL,
  range         jsonb NOT NULL,
  -- As the schema of its kind has it, without a time.
  question      jsonb NOT NULL,
  created_by    uuid REFERENCES members (id) ON DELETE SET NULL,
  created_at    timestamptz(3) NOT NULL,
  updated_at    timestamptz(3) NOT NULL,
  UNIQUE (workspace_id, id)
);
CREATE INDEX saved_reports_by_name ON saved_reports (workspace_id, lower(name), id);

CREATE TABLE dashboards (
  id            uuid PRIMARY KEY,
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  name          text NOT NULL,
  created_by    uuid REFERENCES members (id) ON DELETE SET NULL,
  created_at    timestamptz(3) NOT NULL,
  updated_at    timestamptz(3) NOT NULL,
  UNIQUE (workspace_id, id)
);
CREATE INDEX dashboards_by_name ON dashboards (workspace_id, lower(name), id);

-- Tiles flow in the order of their position over twelve columns. The same workspace on both sides: no tile shows another's report.
CREATE TABLE dashboard_tiles (
  workspace_id  uuid NOT NULL,
  dashboard_id  uuid NOT NULL,
  position      integer NOT NULL,
  report_id     uuid NOT NULL,
  width         integer NOT NULL CHECK (width BETWEEN 3 AND 12),
  height        integer NOT NULL CHECK (height BETWEEN 1 AND 4),
  PRIMARY KEY (dashboard_id, position),
  FOREIGN KEY (workspace_id, dashboard_id) REFERENCES dashboards (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, report_id) REFERENCES saved_reports (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX dashboard_tiles_by_report ON dashboard_tiles (workspace_id, report_id);

-- Whoever has the link sees the figures of one dashboard. Only a hash of it is kept; taking the row away takes the link back.
CREATE TABLE dashboard_links (
  dashboard_id  uuid PRIMARY KEY,
  workspace_id  uuid NOT NULL,
  hash          bytea NOT NULL UNIQUE,
  created_at    timestamptz(3) NOT NULL,
  expires_at    timestamptz(3),
  FOREIGN KEY (workspace_id, dashboard_id) REFERENCES dashboards (workspace_id, id) ON DELETE CASCADE
);

CREATE TABLE digests (
  id             uuid PRIMARY KEY,
  workspace_id   uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  dashboard_id   uuid,
  report_id      uuid,
  every          text NOT NULL CHECK (every IN ('day', 'week', 'month')),
  -- 1 is Monday; of weekly ones.
  weekday        integer NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  hour           integer NOT NULL CHECK (hour BETWEEN 0 AND 23),
  enabled        boolean NOT NULL,
  -- What was due before this is not made up for.
  since          timestamptz(3) NOT NULL,
  webhook_url    text,
  webhook_secret bytea,
  created_by     uuid REFERENCES members (id) ON DELETE SET NULL,
  created_at     timestamptz(3) NOT NULL,
  updated_at     timestamptz(3) NOT NULL,
  CHECK (num_nonnulls(dashboard_id, report_id) = 1),
  FOREIGN KEY (workspace_id, dashboard_id) REFERENCES dashboards (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, report_id) REFERENCES saved_reports (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX digests_by_dashboard ON digests (workspace_id, dashboard_id);
CREATE INDEX digests_by_report ON digests (workspace_id, report_id);

-- The id is what the link at the foot of each mail carries: 128 random bits that open nothing but the way out.
CREATE TABLE digest_recipients (
  id            uuid PRIMARY KEY,
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  digest_id     uuid NOT NULL REFERENCES digests (id) ON DELETE CASCADE,
  member_id     uuid REFERENCES members (id) ON DELETE CASCADE,
  address       text,
  left_at       timestamptz(3),
  CHECK (num_nonnulls(member_id, address) = 1)
);
CREATE UNIQUE INDEX digest_recipients_members ON digest_recipients (digest_id, member_id);
CREATE UNIQUE INDEX digest_recipients_addresses ON digest_recipients (digest_id, lower(address));
CREATE INDEX digest_recipients_by_member ON digest_recipients (member_id);

-- One row a digest and period, whoever is first: that is what makes it one. Its figures are sent, or tried again, under a lease.
CREATE TABLE digest_runs (
  digest_id     uuid NOT NULL REFERENCES digests (id) ON DELETE CASCADE,
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  period        text NOT NULL,
  -- Whom a test goes to; of a test alone.
  test_member   uuid REFERENCES members (id) ON DELETE CASCADE,
  status        text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'sent', 'given up')),
  tries         integer NOT NULL DEFAULT 0,
  due_at        timestamptz(3) NOT NULL,
  leased_until  timestamptz(3),
  ended_at      timestamptz(3),
  reason        text,
  PRIMARY KEY (digest_id, period)
);
CREATE INDEX digest_runs_due ON digest_runs (due_at) WHERE status = 'waiting';
CREATE INDEX digest_runs_by_member ON digest_runs (test_member);

ALTER TABLE mails DROP CONSTRAINT mails_kind_check;
ALTER TABLE mails ADD CONSTRAINT mails_kind_check CHECK (kind IN ('waiting', 'mention', 'reply', 'invitation', 'digest'));

-- A key that may change the workspace may change what its reports are.
UPDATE api_keys SET scopes = array_append(scopes, 'analytics:write')
  WHERE 'workspace:write' = ANY(scopes) AND NOT 'analytics:write' = ANY(scopes);
