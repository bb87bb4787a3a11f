-- Everything else hangs on a workspace, and no row of one is ever read for another.
CREATE TABLE workspaces (
  id              uuid PRIMARY KEY,
  -- The same workspace in the events store, where four bytes in every row matter.
  number          integer GENERATED ALWAYS AS IDENTITY UNIQUE,
  name            text NOT NULL,
  timezone        text NOT NULL,
  retention_days  integer NOT NULL CHECK (retention_days BETWEEN 1 AND 3650),
  created_at      timestamptz(3) NOT NULL,
  -- The newest entry of the audit trail: its position and its seal, which the next one continues.
  audit_entries   bigint NOT NULL DEFAULT 0,
  audit_seal      bytea NOT NULL DEFAULT ''
);

-- A member without a password was invited and has not come yet. Sign-in asks for no workspace, so an e-mail address means one
-- member on the whole machine.
CREATE TABLE members (
  id             uuid PRIMARY KEY,
  workspace_id   uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  email          text NOT NULL,
  name           text NOT NULL,
  role           text NOT NULL CHECK (role IN ('owner', 'admin', 'agent', 'viewer')),
  password_hash  text,
  created_at     timestamptz(3) NOT NULL,
  last_seen_at   timestamptz(3)
);
CREATE UNIQUE INDEX members_by_email ON members (lower(email));
CREATE INDEX members_by_workspace ON members (workspace_id, created_at, id);

-- Cookies, invitation links and keys are kept as SHA-256: they are random, so a stolen copy of these tables opens nothing.
CREATE TABLE sessions (
  id          uuid PRIMARY KEY,
  hash        bytea NOT NULL UNIQUE,
  member_id   uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  created_at  timestamptz(3) NOT NULL,
  used_at     timestamptz(3) NOT NULL,
  expires_at  timestamptz(3) NOT NULL
);
CREATE INDEX sessions_by_member ON sessions (member_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- One a member: a new link makes the old one worthless.
CREATE TABLE invitations (
  member_id   uuid PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
  hash        bytea NOT NULL UNIQUE,
  expires_at  timestamptz(3) NOT NULL
);

CREATE TABLE api_keys (
  id            uuid PRIMARY KEY,
  workspace_id  uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  name          text NOT NULL,
  hash          bytea NOT NULL UNIQUE,
  hint          text NOT NULL,
  scopes        text[] NOT NULL,
  created_at    timestamptz(3) NOT NULL,
  last_used_at  timestamptz(3)
);
CREATE INDEX api_keys_by_workspace ON api_keys (workspace_id, created_at, id);

-- Identity secrets have to be read back to check a signature, so they are encrypted with a key made from FOYER_SECRET. A deleted agent
-- keeps its row, because events name it.
CREATE TABLE agents (
  id                      uuid PRIMARY KEY,
  workspace_id            uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  name                    text NOT NULL,
  allowed_origins         text[] NOT NULL,
  identity_secret         bytea,
  identity_secret_set_at  timestamptz(3),
  previous_secret         bytea,
  previous_secret_until   timestamptz(3),
  first_event_at          timestamptz(3),
  last_event_at           timestamptz(3),
  last_event_url          text,
  created_at              timestamptz(3) NOT NULL,
  deleted_at              timestamptz(3)
);
CREATE INDEX agents_by_workspace ON agents (workspace_id, created_at, id);

-- Which sites an agent has been heard from: what "verify installation" answers by.
CREATE TABLE agent_origins (
  agent_id        uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  origin          text NOT NULL,
  first_event_at  timestamptz(3) NOT NULL,
  last_event_at   timestamptz(3) NOT NULL,
  last_event_url  text NOT NULL,
  PRIMARY KEY (agent_id, origin)
);

-- Who did what. Each entry's seal is a keyed hash over the entry and the seal before it, so a row that was changed, taken
-- out or slipped in shows. A workspace with a trail is not deleted from under it.
CREATE TABLE audit (
  workspace_id  uuid NOT NULL REFERENCES workspaces (id),
  entry         bigint NOT NULL,
  at            timestamptz(3) NOT NULL,
  actor         text NOT NULL,
  actor_id      text,
  action        text NOT NULL,
  target        text,
  detail        jsonb NOT NULL,
  seal          bytea NOT NULL,
  PRIMARY KEY (workspace_id, entry)
);

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only';
END
$$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
