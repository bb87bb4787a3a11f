-- The bytes of attachments, where every process reaches them; in pieces, so that none is ever held whole to be sent.
CREATE TABLE attachment_pieces (
  attachment_id  uuid NOT NULL REFERENCES attachments (id) ON DELETE CASCADE,
  workspace_id   uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  piece          integer NOT NULL,
  bytes          bytea NOT NULL,
  PRIMARY KEY (attachment_id, piece)
);
CREATE INDEX attachment_pieces_by_workspace ON attachment_pieces (workspace_id);
-- Pictures, zips and PDFs are packed already.
ALTER TABLE attachment_pieces ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- Only where the bytes still lie in the data folder of the process that took them.
ALTER TABLE attachments ALTER COLUMN file DROP NOT NULL;
