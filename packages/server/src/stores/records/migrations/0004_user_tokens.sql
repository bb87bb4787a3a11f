-- One row a token and browser: a sign-out ends the tokens of the browser it happened in, also one that another browser brought
-- first. Rows go once their token has expired, workspace by workspace.
ALTER TABLE user_tokens DROP CONSTRAINT user_tokens_pkey, ADD PRIMARY KEY (workspace_id, hash, visitor_id);
DROP INDEX user_tokens_by_expiry;
CREATE INDEX user_tokens_by_expiry ON user_tokens (workspace_id, expires_at);
