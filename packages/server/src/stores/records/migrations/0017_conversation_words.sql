-- What is searched is a conversation and not a message: a row for every twenty of its messages, with their words, each behind its
-- workspace's number, so that the list of a word holds one workspace only. Filled by the server (conversations/gather.ts), a moment
-- after something was said and before anybody searches.
ALTER TABLE messages DROP COLUMN words;
ALTER TABLE conversations ADD COLUMN gathered_seq integer NOT NULL DEFAULT 0;
CREATE INDEX conversations_to_gather ON conversations (workspace_id, last_at DESC) WHERE gathered_seq < last_seq;
CREATE TABLE conversation_words (
  conversation_id  uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  part             integer NOT NULL,
  workspace_id     uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  words            tsvector NOT NULL,
  PRIMARY KEY (conversation_id, part)
);
CREATE INDEX conversation_words_by_word ON conversation_words USING gin (words);
