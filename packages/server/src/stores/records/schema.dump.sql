-- Made by `npm run schema:records`; compared with the migrations by the tests.

create table agent_origins (
  agent_id uuid not null,
  origin text not null,
  first_event_at timestamp(3) with time zone not null,
  last_event_at timestamp(3) with time zone not null,
  last_event_url text not null,
  constraint agent_origins_pkey PRIMARY KEY (agent_id, origin),
  constraint agent_origins_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id) ON DELETE CASCADE
);

create table agents (
  id uuid not null,
  workspace_id uuid not null,
  name text not null,
  allowed_origins text[] not null,
  identity_secret bytea,
  identity_secret_set_at timestamp(3) with time zone,
  previous_secret bytea,
  previous_secret_until timestamp(3) with time zone,
  first_event_at timestamp(3) with time zone,
  last_event_at timestamp(3) with time zone,
  last_event_url text,
  created_at timestamp(3) with time zone not null,
  deleted_at timestamp(3) with time zone,
  look jsonb default '{}'::jsonb not null,
  constraint agents_pkey PRIMARY KEY (id),
  constraint agents_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table annotations (
  id uuid not null,
  workspace_id uuid not null,
  on_day date,
  at timestamp(3) with time zone,
  text text not null,
  created_by uuid,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  constraint annotations_pkey PRIMARY KEY (id),
  constraint annotations_created_by_fkey FOREIGN KEY (created_by) REFERENCES members(id) ON DELETE SET NULL,
  constraint annotations_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint annotations_check CHECK ((num_nonnulls(on_day, at) = 1))
);

create table api_keys (
  id uuid not null,
  workspace_id uuid not null,
  name text not null,
  hash bytea not null,
  hint text not null,
  scopes text[] not null,
  created_at timestamp(3) with time zone not null,
  last_used_at timestamp(3) with time zone,
  constraint api_keys_pkey PRIMARY KEY (id),
  constraint api_keys_hash_key UNIQUE (hash),
  constraint api_keys_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table attachment_pieces (
  attachment_id uuid not null,
  workspace_id uuid not null,
  piece integer not null,
  bytes bytea not null,
  constraint attachment_pieces_pkey PRIMARY KEY (attachment_id, piece),
  constraint attachment_pieces_attachment_id_fkey FOREIGN KEY (attachment_id) REFERENCES attachments(id) ON DELETE CASCADE,
  constraint attachment_pieces_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table attachments (
  id uuid not null,
  workspace_id uuid not null,
  conversation_id uuid not null,
  message_id uuid,
  author text not null,
  author_id uuid,
  name text not null,
  type text not null,
  bytes integer not null,
  file text,
  at timestamp(3) with time zone not null,
  constraint attachments_pkey PRIMARY KEY (id),
  constraint attachments_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id) ON DELETE CASCADE,
  constraint attachments_message_id_fkey FOREIGN KEY (message_id) REFERENCES messages(id) ON DELETE CASCADE,
  constraint attachments_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table attributes (
  visitor_id uuid not null,
  key text not null,
  kind text not null,
  value jsonb not null,
  at timestamp with time zone not null,
  constraint attributes_pkey PRIMARY KEY (visitor_id, key, kind),
  constraint attributes_visitor_id_fkey FOREIGN KEY (visitor_id) REFERENCES visitors(id) ON DELETE CASCADE,
  constraint attributes_kind_check CHECK ((kind = ANY (ARRAY['verified'::text, 'claimed'::text])))
);

create table audit (
  workspace_id uuid not null,
  entry bigint not null,
  at timestamp(3) with time zone not null,
  actor text not null,
  actor_id text,
  action text not null,
  target text,
  detail jsonb not null,
  seal bytea not null,
  constraint audit_pkey PRIMARY KEY (workspace_id, entry),
  constraint audit_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
);

create table canned_replies (
  id uuid not null,
  workspace_id uuid not null,
  shortcut text not null,
  text text not null,
  updated_at timestamp(3) with time zone not null,
  constraint canned_replies_pkey PRIMARY KEY (id),
  constraint canned_replies_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table conversation_facts (
  id bigint generated always as identity not null,
  key text not null,
  workspace_id uuid not null,
  agent_id uuid not null,
  visitor_id uuid not null,
  at timestamp(3) with time zone not null,
  name text not null,
  properties jsonb not null,
  constraint conversation_facts_pkey PRIMARY KEY (id),
  constraint conversation_facts_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table conversation_readers (
  conversation_id uuid not null,
  member_id uuid not null,
  seen_at timestamp(3) with time zone not null,
  read integer default 0 not null,
  constraint conversation_readers_pkey PRIMARY KEY (conversation_id, member_id),
  constraint conversation_readers_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id) ON DELETE CASCADE,
  constraint conversation_readers_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE
);

create table conversation_settings (
  workspace_id uuid not null,
  auto_assign boolean not null,
  open_per_member integer not null,
  notice_minutes integer default 10 not null,
  mail_visitors boolean default true not null,
  constraint conversation_settings_pkey PRIMARY KEY (workspace_id),
  constraint conversation_settings_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table conversation_words (
  conversation_id uuid not null,
  part integer not null,
  workspace_id uuid not null,
  words tsvector not null,
  constraint conversation_words_pkey PRIMARY KEY (conversation_id, part),
  constraint conversation_words_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id) ON DELETE CASCADE,
  constraint conversation_words_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table conversations (
  id uuid not null,
  workspace_id uuid not null,
  agent_id uuid not null,
  visitor_id uuid,
  source text not null,
  start_id text,
  status text default 'open'::text not null,
  snoozed_until timestamp(3) with time zone,
  assignee_id uuid,
  labels text[] default '{}'::text[] not null,
  merged_into uuid,
  created_at timestamp(3) with time zone not null,
  last_at timestamp(3) with time zone not null,
  last_seq integer default 0 not null,
  last_text text,
  last_author text,
  unread integer default 0 not null,
  visitor_unread integer default 0 not null,
  team_read integer default 0 not null,
  team_delivered integer default 0 not null,
  visitor_read integer default 0 not null,
  visitor_delivered integer default 0 not null,
  waiting_since timestamp(3) with time zone,
  first_reply_at timestamp(3) with time zone,
  resolved_at timestamp(3) with time zone,
  rating smallint,
  rating_comment text,
  rated_at timestamp(3) with time zone,
  email text,
  email_skipped_at timestamp(3) with time zone,
  ip inet,
  country text,
  region text,
  city text,
  timezone text,
  browser text,
  os text,
  device text,
  locale text,
  page_url text,
  page_title text,
  referrer text,
  first_seen_at timestamp(3) with time zone,
  traits jsonb default '{}'::jsonb not null,
  answered_by text,
  place_until timestamp with time zone,
  told_waiting timestamp(3) with time zone,
  told_visitor integer,
  gathered_seq integer default 0 not null,
  constraint conversations_pkey PRIMARY KEY (id),
  constraint conversations_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id),
  constraint conversations_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES members(id) ON DELETE SET NULL,
  constraint conversations_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES conversations(id) ON DELETE CASCADE,
  constraint conversations_visitor_id_fkey FOREIGN KEY (visitor_id) REFERENCES visitors(id) ON DELETE CASCADE,
  constraint conversations_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint conversations_answered_by_check CHECK ((answered_by = ANY (ARRAY['responder'::text, 'team'::text]))),
  constraint conversations_place_ends CHECK (((place_until IS NOT NULL) OR (COALESCE(host(ip), country, region, city, timezone) IS NULL))),
  constraint conversations_rating_check CHECK (((rating >= 1) AND (rating <= 5))),
  constraint conversations_status_check CHECK ((status = ANY (ARRAY['open'::text, 'snoozed'::text, 'resolved'::text])))
);

create table crawl_pages (
  crawl_id uuid not null,
  url text not null,
  place integer not null,
  status text not null,
  constraint crawl_pages_pkey PRIMARY KEY (crawl_id, url),
  constraint crawl_pages_crawl_id_fkey FOREIGN KEY (crawl_id) REFERENCES crawls(id) ON DELETE CASCADE,
  constraint crawl_pages_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'read'::text, 'unchanged'::text, 'failed'::text])))
);

create table crawls (
  id uuid not null,
  workspace_id uuid not null,
  url text not null,
  page_limit integer not null,
  status text not null,
  fault text,
  started_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  leased_until timestamp(3) with time zone,
  run integer default 0 not null,
  constraint crawls_pkey PRIMARY KEY (id),
  constraint crawls_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint crawls_status_check CHECK ((status = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);

create table dashboard_links (
  dashboard_id uuid not null,
  workspace_id uuid not null,
  hash bytea not null,
  created_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone,
  notes boolean default false not null,
  constraint dashboard_links_pkey PRIMARY KEY (dashboard_id),
  constraint dashboard_links_hash_key UNIQUE (hash),
  constraint dashboard_links_workspace_id_dashboard_id_fkey FOREIGN KEY (workspace_id, dashboard_id) REFERENCES dashboards(workspace_id, id) ON DELETE CASCADE
);

create table dashboard_tiles (
  workspace_id uuid not null,
  dashboard_id uuid not null,
  "position" integer not null,
  report_id uuid not null,
  width integer not null,
  height integer not null,
  constraint dashboard_tiles_pkey PRIMARY KEY (dashboard_id, "position"),
  constraint dashboard_tiles_workspace_id_dashboard_id_fkey FOREIGN KEY (workspace_id, dashboard_id) REFERENCES dashboards(workspace_id, id) ON DELETE CASCADE,
  constraint dashboard_tiles_workspace_id_report_id_fkey FOREIGN KEY (workspace_id, report_id) REFERENCES saved_reports(workspace_id, id) ON DELETE CASCADE,
  constraint dashboard_tiles_height_check CHECK (((height >= 1) AND (height <= 4))),
  constraint dashboard_tiles_width_check CHECK (((width >= 3) AND (width <= 12)))
);

create table dashboards (
  id uuid not null,
  workspace_id uuid not null,
  name text not null,
  created_by uuid,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  constraint dashboards_pkey PRIMARY KEY (id),
  constraint dashboards_workspace_id_id_key UNIQUE (workspace_id, id),
  constraint dashboards_created_by_fkey FOREIGN KEY (created_by) REFERENCES members(id) ON DELETE SET NULL,
  constraint dashboards_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table deliveries (
  id uuid not null,
  workspace_id uuid not null,
  destination_id uuid not null,
  lane uuid not null,
  place bigint generated always as identity not null,
  origin text not null,
  batch_id uuid,
  visitor_id uuid not null,
  event_id text not null,
  event_type text not null,
  event_name text not null,
  event_url text not null,
  event_at timestamp(3) with time zone not null,
  event text not null,
  state text not null,
  tries integer default 0 not null,
  parts smallint default 0 not null,
  attempts integer default 0 not null,
  log text default '[]'::text not null,
  status integer,
  duration_ms real,
  reason text default ''::text not null,
  advice text default ''::text not null,
  rules text[] default '{}'::text[] not null,
  together integer default 1 not null,
  created_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null,
  next_at timestamp(3) with time zone,
  finished_at timestamp(3) with time zone,
  held_for uuid,
  constraint deliveries_pkey PRIMARY KEY (id),
  constraint deliveries_origin_check CHECK ((origin = ANY (ARRAY['live'::text, 'replay'::text, 'resend'::text, 'test'::text]))),
  constraint deliveries_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sending'::text, 'retrying'::text, 'delivered'::text, 'invalid'::text, 'refused'::text, 'expired'::text, 'withheld'::text, 'unknown'::text, 'cancelled'::text, 'filtered'::text])))
);

create table delivery_lanes (
  destination_id uuid not null,
  lane uuid not null,
  due_at timestamp(3) with time zone,
  queued bigint not null,
  claim bigint default 0 not null,
  memory jsonb default '{}'::jsonb not null,
  used_at timestamp(3) with time zone not null,
  constraint delivery_lanes_pkey PRIMARY KEY (destination_id, lane)
) with (fillfactor=70);

create table delivery_senders (
  id uuid not null,
  seen_at timestamp with time zone not null,
  constraint delivery_senders_pkey PRIMARY KEY (id)
);

create table delivery_tally (
  workspace_id uuid not null,
  destination_id uuid not null,
  minute timestamp(0) with time zone not null,
  stage text not null,
  reason text not null,
  count bigint not null,
  constraint delivery_tally_pkey PRIMARY KEY (destination_id, minute, stage, reason),
  constraint delivery_tally_stage_check CHECK ((stage = ANY (ARRAY['received'::text, 'filtered'::text, 'withheld'::text, 'retried'::text, 'failed'::text, 'delivered'::text])))
) with (fillfactor=70);

create table destination_replays (
  id uuid not null,
  workspace_id uuid not null,
  destination_id uuid not null,
  state text not null,
  from_at timestamp(3) with time zone not null,
  to_at timestamp(3) with time zone not null,
  events text[],
  total bigint not null,
  queued bigint default 0 not null,
  at_visitor uuid,
  at_event uuid,
  is_read boolean default false not null,
  by text not null,
  started_at timestamp(3) with time zone not null,
  finished_at timestamp(3) with time zone,
  problem text,
  lease_until timestamp(3) with time zone,
  constraint destination_replays_pkey PRIMARY KEY (id),
  constraint destination_replays_destination_id_fkey FOREIGN KEY (destination_id) REFERENCES destinations(id) ON DELETE CASCADE,
  constraint destination_replays_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint destination_replays_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'stopped'::text, 'failed'::text])))
);

create table destination_revisions (
  workspace_id uuid not null,
  destination_id uuid not null,
  revision integer not null,
  at timestamp(3) with time zone not null,
  by text not null,
  changed text[] not null,
  settings jsonb not null,
  mapping jsonb not null,
  consent_categories text[] not null,
  when_consent_unknown text not null,
  personal jsonb not null,
  agents uuid[] not null,
  segment_id uuid,
  constraint destination_revisions_pkey PRIMARY KEY (destination_id, revision),
  constraint destination_revisions_destination_id_fkey FOREIGN KEY (destination_id) REFERENCES destinations(id) ON DELETE CASCADE,
  constraint destination_revisions_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table destinations (
  id uuid not null,
  workspace_id uuid not null,
  type text not null,
  name text not null,
  preset text not null,
  enabled boolean not null,
  state text not null,
  problem text,
  problem_since timestamp(3) with time zone,
  rest_until timestamp(3) with time zone,
  rests integer default 0 not null,
  settings jsonb not null,
  sealed bytea,
  mapping jsonb not null,
  consent_categories text[] not null,
  when_consent_unknown text not null,
  personal jsonb not null,
  agents uuid[] not null,
  revision integer not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  held_until timestamp(3) with time zone,
  segment_id uuid,
  constraint destinations_pkey PRIMARY KEY (id),
  constraint destinations_segment_id_fkey FOREIGN KEY (segment_id) REFERENCES segments(id),
  constraint destinations_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint destinations_state_check CHECK ((state = ANY (ARRAY['active'::text, 'misconfigured'::text, 'resting'::text]))),
  constraint destinations_when_consent_unknown_check CHECK ((when_consent_unknown = ANY (ARRAY['send'::text, 'withhold'::text])))
);

create table digest_recipients (
  id uuid not null,
  workspace_id uuid not null,
  digest_id uuid not null,
  member_id uuid,
  address text,
  left_at timestamp(3) with time zone,
  constraint digest_recipients_pkey PRIMARY KEY (id),
  constraint digest_recipients_digest_id_fkey FOREIGN KEY (digest_id) REFERENCES digests(id) ON DELETE CASCADE,
  constraint digest_recipients_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
  constraint digest_recipients_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint digest_recipients_check CHECK ((num_nonnulls(member_id, address) = 1))
);

create table digest_runs (
  digest_id uuid not null,
  workspace_id uuid not null,
  period text not null,
  test_member uuid,
  status text default 'waiting'::text not null,
  tries integer default 0 not null,
  due_at timestamp(3) with time zone not null,
  leased_until timestamp(3) with time zone,
  ended_at timestamp(3) with time zone,
  reason text,
  constraint digest_runs_pkey PRIMARY KEY (digest_id, period),
  constraint digest_runs_digest_id_fkey FOREIGN KEY (digest_id) REFERENCES digests(id) ON DELETE CASCADE,
  constraint digest_runs_test_member_fkey FOREIGN KEY (test_member) REFERENCES members(id) ON DELETE CASCADE,
  constraint digest_runs_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint digest_runs_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'sent'::text, 'given up'::text])))
);

create table digests (
  id uuid not null,
  workspace_id uuid not null,
  dashboard_id uuid,
  report_id uuid,
  every text not null,
  weekday integer not null,
  hour integer not null,
  enabled boolean not null,
  since timestamp(3) with time zone not null,
  webhook_url text,
  webhook_secret bytea,
  created_by uuid,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  constraint digests_pkey PRIMARY KEY (id),
  constraint digests_created_by_fkey FOREIGN KEY (created_by) REFERENCES members(id) ON DELETE SET NULL,
  constraint digests_workspace_id_dashboard_id_fkey FOREIGN KEY (workspace_id, dashboard_id) REFERENCES dashboards(workspace_id, id) ON DELETE CASCADE,
  constraint digests_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint digests_workspace_id_report_id_fkey FOREIGN KEY (workspace_id, report_id) REFERENCES saved_reports(workspace_id, id) ON DELETE CASCADE,
  constraint digests_check CHECK ((num_nonnulls(dashboard_id, report_id) = 1)),
  constraint digests_every_check CHECK ((every = ANY (ARRAY['day'::text, 'week'::text, 'month'::text]))),
  constraint digests_hour_check CHECK (((hour >= 0) AND (hour <= 23))),
  constraint digests_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7)))
);

create table document_sources (
  document_id uuid not null,
  bytes bytea not null,
  type text not null,
  is_titled boolean not null,
  given_at timestamp(3) with time zone not null,
  attempts integer default 0 not null,
  leased_until timestamp(3) with time zone,
  constraint document_sources_pkey PRIMARY KEY (document_id),
  constraint document_sources_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id) ON DELETE CASCADE
);

create table documents (
  id uuid not null,
  workspace_id uuid not null,
  crawl_id uuid,
  title text not null,
  kind text not null,
  url text,
  status text not null,
  fault text,
  language text default 'simple'::text not null,
  passages integer default 0 not null,
  chars integer default 0 not null,
  etag text,
  modified text,
  hash bytea,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  written text,
  constraint documents_pkey PRIMARY KEY (id),
  constraint documents_crawl_id_fkey FOREIGN KEY (crawl_id) REFERENCES crawls(id) ON DELETE CASCADE,
  constraint documents_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint documents_kind_check CHECK ((kind = ANY (ARRAY['text'::text, 'markdown'::text, 'html'::text, 'pdf'::text]))),
  constraint documents_status_check CHECK ((status = ANY (ARRAY['reading'::text, 'ready'::text, 'failed'::text])))
);

create table drafts (
  conversation_id uuid not null,
  member_id uuid not null,
  text text not null,
  note boolean not null,
  at timestamp(3) with time zone not null,
  constraint drafts_pkey PRIMARY KEY (conversation_id, member_id),
  constraint drafts_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id) ON DELETE CASCADE,
  constraint drafts_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE
);

create table erased (
  workspace_id uuid not null,
  kind text not null,
  hash bytea not null,
  at timestamp(3) with time zone not null,
  constraint erased_pkey PRIMARY KEY (workspace_id, kind, hash),
  constraint erased_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint erased_kind_check CHECK ((kind = ANY (ARRAY['visitor'::text, 'local'::text])))
);

create table erasures (
  id uuid not null,
  workspace_id uuid not null,
  asked_at timestamp(3) with time zone not null,
  asked_by text not null,
  visitors uuid[] not null,
  conversations uuid[] not null,
  sent_together jsonb not null,
  browsers integer not null,
  problem text,
  finished_at timestamp(3) with time zone,
  constraint erasures_pkey PRIMARY KEY (id),
  constraint erasures_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table identity_keys (
  workspace_id uuid not null,
  kind text not null,
  hash bytea not null,
  visitor_id uuid not null,
  shared boolean default false not null,
  first_at timestamp with time zone not null,
  constraint identity_keys_pkey PRIMARY KEY (workspace_id, kind, hash),
  constraint identity_keys_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint identity_keys_kind_check CHECK ((kind = ANY (ARRAY['local'::text, 'print'::text, 'user'::text])))
);

create table intake_checkpoint (
  node text not null,
  counted_to timestamp with time zone not null,
  clean boolean not null,
  constraint intake_checkpoint_pkey PRIMARY KEY (node)
);

create table invitations (
  member_id uuid not null,
  hash bytea not null,
  expires_at timestamp(3) with time zone not null,
  constraint invitations_pkey PRIMARY KEY (member_id),
  constraint invitations_hash_key UNIQUE (hash),
  constraint invitations_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE
);

create table joins (
  id uuid not null,
  workspace_id uuid not null,
  kind text not null,
  key text not null,
  from_visitor uuid not null,
  into_visitor uuid not null,
  at timestamp with time zone not null,
  undone_at timestamp with time zone,
  undone_by text,
  constraint joins_pkey PRIMARY KEY (id),
  constraint joins_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint joins_check CHECK ((from_visitor <> into_visitor)),
  constraint joins_kind_check CHECK ((kind = ANY (ARRAY['user'::text, 'fingerprint'::text])))
);

create table landing_0 (
  id bigint generated always as identity not null,
  lines text not null,
  constraint landing_0_pkey PRIMARY KEY (id)
);

create table landing_1 (
  id bigint generated always as identity not null,
  lines text not null,
  constraint landing_1_pkey PRIMARY KEY (id)
);

create table ledger (
  workspace_id uuid not null,
  agent_id uuid not null,
  hour timestamp with time zone not null,
  entry text not null,
  count bigint not null,
  constraint ledger_pkey PRIMARY KEY (workspace_id, hour, agent_id, entry),
  constraint ledger_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table mail_refusals (
  workspace_id uuid not null,
  address bytea not null,
  at timestamp(3) with time zone not null,
  constraint mail_refusals_pkey PRIMARY KEY (workspace_id, address),
  constraint mail_refusals_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table mails (
  id uuid not null,
  workspace_id uuid not null,
  conversation_id uuid,
  member_id uuid,
  kind text not null,
  key text not null,
  recipient text not null,
  letter jsonb,
  status text default 'waiting'::text not null,
  tries integer default 0 not null,
  due_at timestamp(3) with time zone not null,
  leased_until timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  reason text,
  constraint mails_pkey PRIMARY KEY (id),
  constraint mails_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id) ON DELETE CASCADE,
  constraint mails_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
  constraint mails_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint mails_kind_check CHECK ((kind = ANY (ARRAY['waiting'::text, 'mention'::text, 'reply'::text, 'invitation'::text, 'digest'::text]))),
  constraint mails_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'sent'::text, 'given up'::text, 'withdrawn'::text])))
);

create table member_presence (
  member_id uuid not null,
  workspace_id uuid not null,
  status text default 'available'::text not null,
  seen_at timestamp(3) with time zone not null,
  last_assigned_at timestamp(3) with time zone,
  constraint member_presence_pkey PRIMARY KEY (member_id),
  constraint member_presence_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
  constraint member_presence_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint member_presence_status_check CHECK ((status = ANY (ARRAY['available'::text, 'busy'::text, 'away'::text])))
);

create table members (
  id uuid not null,
  workspace_id uuid not null,
  email text not null,
  name text not null,
  role text not null,
  password_hash text,
  created_at timestamp(3) with time zone not null,
  last_seen_at timestamp(3) with time zone,
  constraint members_pkey PRIMARY KEY (id),
  constraint members_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint members_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'agent'::text, 'viewer'::text])))
);

create table messages (
  conversation_id uuid not null,
  seq integer not null,
  id uuid not null,
  kind text not null,
  author text not null,
  author_id uuid,
  author_name text,
  client_id text,
  text text not null,
  at timestamp(3) with time zone not null,
  mentions uuid[] default '{}'::uuid[] not null,
  detail jsonb,
  constraint messages_pkey PRIMARY KEY (conversation_id, seq),
  constraint messages_id_key UNIQUE (id),
  constraint messages_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id) ON DELETE CASCADE,
  constraint messages_author_check CHECK ((author = ANY (ARRAY['visitor'::text, 'member'::text, 'key'::text, 'responder'::text, 'system'::text]))),
  constraint messages_kind_check CHECK ((kind = ANY (ARRAY['message'::text, 'note'::text, 'activity'::text])))
);

create table notice_preferences (
  member_id uuid not null,
  workspace_id uuid not null,
  mail text not null,
  constraint notice_preferences_pkey PRIMARY KEY (member_id),
  constraint notice_preferences_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE,
  constraint notice_preferences_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint notice_preferences_mail_check CHECK ((mail = ANY (ARRAY['never'::text, 'mine'::text, 'all'::text])))
);

create table passages (
  id uuid not null,
  workspace_id uuid not null,
  document_id uuid not null,
  place integer not null,
  headings text[] not null,
  text text not null,
  words tsvector not null,
  constraint passages_pkey PRIMARY KEY (id),
  constraint passages_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id) ON DELETE CASCADE,
  constraint passages_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table people (
  id uuid not null,
  workspace_id uuid not null,
  name text,
  email text,
  company text,
  user_id text,
  first_seen_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  events bigint default 0 not null,
  visits integer default 0 not null,
  source text,
  country text,
  region text,
  city text,
  timezone text,
  browser text,
  os text,
  device text,
  bot boolean default false not null,
  words tsvector not null,
  place_until timestamp with time zone,
  constraint people_pkey PRIMARY KEY (id),
  constraint people_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint people_place_ends CHECK (((place_until IS NOT NULL) OR (COALESCE(country, region, city, timezone) IS NULL)))
);

create table person_changes (
  workspace_id uuid not null,
  changes bigint not null,
  constraint person_changes_pkey PRIMARY KEY (workspace_id),
  constraint person_changes_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table privacy (
  workspace_id uuid not null,
  policy jsonb,
  changed_at timestamp(3) with time zone,
  changed_by text,
  enforced_at timestamp(3) with time zone,
  forgotten bigint default 0 not null,
  constraint privacy_pkey PRIMARY KEY (workspace_id),
  constraint privacy_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table privacy_applies (
  workspace_id uuid not null,
  policy jsonb not null,
  asked_at timestamp(3) with time zone not null,
  asked_by text not null,
  finished_at timestamp(3) with time zone,
  step text not null,
  after text default ''::text not null,
  done bigint default 0 not null,
  total bigint default 0 not null,
  changed bigint default 0 not null,
  problem text,
  constraint privacy_applies_pkey PRIMARY KEY (workspace_id),
  constraint privacy_applies_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table proactive_rules (
  id uuid not null,
  workspace_id uuid not null,
  agent_id uuid not null,
  name text not null,
  message text not null,
  author_id uuid,
  conditions jsonb not null,
  frequency jsonb not null,
  hours jsonb,
  active_from timestamp(3) with time zone,
  active_to timestamp(3) with time zone,
  enabled boolean not null,
  "position" integer not null,
  shown integer default 0 not null,
  dismissed integer default 0 not null,
  answered integer default 0 not null,
  last_shown_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  constraint proactive_rules_pkey PRIMARY KEY (id),
  constraint proactive_rules_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id) ON DELETE CASCADE,
  constraint proactive_rules_author_id_fkey FOREIGN KEY (author_id) REFERENCES members(id) ON DELETE SET NULL,
  constraint proactive_rules_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table proactive_settings (
  agent_id uuid not null,
  workspace_id uuid not null,
  per_day integer not null,
  quiet_days integer not null,
  constraint proactive_settings_pkey PRIMARY KEY (agent_id),
  constraint proactive_settings_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id) ON DELETE CASCADE,
  constraint proactive_settings_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table proactive_shown (
  visitor_id uuid not null,
  id uuid not null,
  workspace_id uuid not null,
  agent_id uuid not null,
  rule_id uuid not null,
  rule_name text not null,
  text text not null,
  author_id uuid,
  author_name text not null,
  at timestamp(3) with time zone not null,
  dismissed_at timestamp(3) with time zone,
  answered_at timestamp(3) with time zone,
  constraint proactive_shown_pkey PRIMARY KEY (visitor_id, id),
  constraint proactive_shown_visitor_id_fkey FOREIGN KEY (visitor_id) REFERENCES visitors(id) ON DELETE CASCADE,
  constraint proactive_shown_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table questions (
  conversation_id uuid not null,
  workspace_id uuid not null,
  answer_id uuid not null,
  asked_at timestamp(3) with time zone not null,
  due_at timestamp(3) with time zone not null,
  attempts integer default 0 not null,
  leased_until timestamp(3) with time zone,
  constraint questions_pkey PRIMARY KEY (conversation_id),
  constraint questions_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES conversations(id) ON DELETE CASCADE,
  constraint questions_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table responder_usage (
  agent_id uuid not null,
  workspace_id uuid not null,
  day date not null,
  answers integer default 0 not null,
  hand_overs integer default 0 not null,
  failed integer default 0 not null,
  prompt_tokens bigint default 0 not null,
  completion_tokens bigint default 0 not null,
  constraint responder_usage_pkey PRIMARY KEY (agent_id, day),
  constraint responder_usage_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id) ON DELETE CASCADE,
  constraint responder_usage_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table responders (
  agent_id uuid not null,
  workspace_id uuid not null,
  kind text not null,
  name text not null,
  fallback text,
  base_url text not null,
  model text not null,
  api_key bytea,
  instructions text not null,
  max_tokens integer not null,
  model_seconds integer not null,
  webhook_url text not null,
  webhook_secret bytea,
  webhook_seconds integer not null,
  confidence_below real not null,
  phrases text[] not null,
  after_answers integer,
  tokens_a_day bigint,
  constraint responders_pkey PRIMARY KEY (agent_id),
  constraint responders_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id) ON DELETE CASCADE,
  constraint responders_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint responders_kind_check CHECK ((kind = ANY (ARRAY['none'::text, 'documents'::text, 'openai'::text, 'webhook'::text])))
);

create table saved_reports (
  id uuid not null,
  workspace_id uuid not null,
  name text not null,
  kind text not null,
  range jsonb not null,
  question jsonb not null,
  created_by uuid,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  constraint saved_reports_pkey PRIMARY KEY (id),
  constraint saved_reports_workspace_id_id_key UNIQUE (workspace_id, id),
  constraint saved_reports_created_by_fkey FOREIGN KEY (created_by) REFERENCES members(id) ON DELETE SET NULL,
  constraint saved_reports_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table schema_migrations (
  number integer not null,
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone default now() not null,
  constraint schema_migrations_pkey PRIMARY KEY (number)
);

create table segments (
  id uuid not null,
  workspace_id uuid not null,
  name text not null,
  rule jsonb not null,
  created_by uuid,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  constraint segments_pkey PRIMARY KEY (id),
  constraint segments_created_by_fkey FOREIGN KEY (created_by) REFERENCES members(id) ON DELETE SET NULL,
  constraint segments_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table sessions (
  id uuid not null,
  hash bytea not null,
  member_id uuid not null,
  created_at timestamp(3) with time zone not null,
  used_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null,
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_hash_key UNIQUE (hash),
  constraint sessions_member_id_fkey FOREIGN KEY (member_id) REFERENCES members(id) ON DELETE CASCADE
);

create table set_aside (
  id bigint generated always as identity not null,
  workspace_id uuid not null,
  at timestamp with time zone not null,
  reason text not null,
  event text not null,
  constraint set_aside_pkey PRIMARY KEY (id),
  constraint set_aside_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table user_tokens (
  workspace_id uuid not null,
  hash bytea not null,
  visitor_id uuid not null,
  first_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint user_tokens_pkey PRIMARY KEY (workspace_id, hash, visitor_id),
  constraint user_tokens_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table visitor_blocks (
  visitor_id uuid not null,
  workspace_id uuid not null,
  at timestamp(3) with time zone not null,
  constraint visitor_blocks_pkey PRIMARY KEY (visitor_id),
  constraint visitor_blocks_visitor_id_fkey FOREIGN KEY (visitor_id) REFERENCES visitors(id) ON DELETE CASCADE,
  constraint visitor_blocks_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table visitor_consents (
  visitor_id uuid not null,
  workspace_id uuid not null,
  at timestamp(3) with time zone not null,
  consent text not null,
  constraint visitor_consents_pkey PRIMARY KEY (visitor_id),
  constraint visitor_consents_visitor_id_fkey FOREIGN KEY (visitor_id) REFERENCES visitors(id) ON DELETE CASCADE,
  constraint visitor_consents_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table visitors (
  id uuid not null,
  workspace_id uuid not null,
  person_id uuid not null,
  user_id text,
  first_seen_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  events bigint default 0 not null,
  visits integer default 0 not null,
  session_id uuid not null,
  session_at timestamp with time zone not null,
  source text,
  country text,
  region text,
  city text,
  timezone text,
  browser text,
  os text,
  device text,
  ip inet,
  bot text default ''::text not null,
  page_url text,
  page_title text,
  page_since timestamp with time zone,
  visit_since timestamp with time zone,
  left_at timestamp with time zone,
  place_until timestamp with time zone,
  constraint visitors_pkey PRIMARY KEY (id),
  constraint visitors_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint visitors_place_ends CHECK (((place_until IS NOT NULL) OR (COALESCE(host(ip), country, region, city, timezone) IS NULL)))
);

create table visits (
  visitor_id uuid not null,
  id uuid not null,
  started_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  pages integer default 0 not null,
  events integer default 0 not null,
  source text,
  entry_path text,
  country text,
  region text,
  city text,
  timezone text,
  browser text,
  os text,
  device text,
  place_until timestamp with time zone,
  constraint visits_pkey PRIMARY KEY (visitor_id, id),
  constraint visits_visitor_id_fkey FOREIGN KEY (visitor_id) REFERENCES visitors(id) ON DELETE CASCADE,
  constraint visits_place_ends CHECK (((place_until IS NOT NULL) OR (COALESCE(country, region, city, timezone) IS NULL)))
);

create table workspaces (
  id uuid not null,
  number integer generated always as identity not null,
  name text not null,
  timezone text not null,
  retention_days integer not null,
  created_at timestamp(3) with time zone not null,
  audit_entries bigint default 0 not null,
  audit_seal bytea default '\x'::bytea not null,
  constraint workspaces_pkey PRIMARY KEY (id),
  constraint workspaces_number_key UNIQUE (number),
  constraint workspaces_retention_days_check CHECK (((retention_days >= 1) AND (retention_days <= 3650)))
);

create view who_answers as
 SELECT a.id AS agent_id,
    a.workspace_id,
    COALESCE(r.name, 'Assistant'::text) AS name,
    COALESCE(r.kind,
        CASE
            WHEN (EXISTS ( SELECT 1
               FROM documents d
              WHERE d.workspace_id = a.workspace_id AND d.status = 'ready'::text)) THEN 'documents'::text
            ELSE 'none'::text
        END) AS kind
   FROM agents a
     LEFT JOIN responders r ON r.agent_id = a.id;

CREATE INDEX agents_by_workspace ON public.agents USING btree (workspace_id, created_at, id);

CREATE INDEX annotations_by_workspace ON public.annotations USING btree (workspace_id);

CREATE INDEX api_keys_by_workspace ON public.api_keys USING btree (workspace_id, created_at, id);

CREATE INDEX attachment_pieces_by_workspace ON public.attachment_pieces USING btree (workspace_id);

CREATE INDEX attachments_by_conversation ON public.attachments USING btree (conversation_id);

CREATE INDEX attachments_by_message ON public.attachments USING btree (message_id);

CREATE INDEX attachments_unsent ON public.attachments USING btree (at) WHERE (message_id IS NULL);

CREATE UNIQUE INDEX canned_replies_by_shortcut ON public.canned_replies USING btree (workspace_id, lower(shortcut));

CREATE INDEX conversation_readers_by_member ON public.conversation_readers USING btree (member_id);

CREATE INDEX conversation_readers_by_seen ON public.conversation_readers USING btree (seen_at);

CREATE INDEX conversation_words_by_word ON public.conversation_words USING gin (words);

CREATE INDEX conversations_by_agent ON public.conversations USING btree (agent_id);

CREATE INDEX conversations_by_any_last ON public.conversations USING btree (workspace_id, last_at DESC, id);

CREATE INDEX conversations_by_assignee ON public.conversations USING btree (assignee_id, status, last_at DESC, id) WHERE (assignee_id IS NOT NULL);

CREATE INDEX conversations_by_created ON public.conversations USING btree (workspace_id, created_at);

CREATE INDEX conversations_by_label ON public.conversations USING gin (labels);

CREATE INDEX conversations_by_last ON public.conversations USING btree (workspace_id, status, last_at DESC, id);

CREATE INDEX conversations_by_place_until ON public.conversations USING btree (place_until) WHERE (place_until IS NOT NULL);

CREATE INDEX conversations_by_rated ON public.conversations USING btree (workspace_id, rated_at) WHERE (rated_at IS NOT NULL);

CREATE INDEX conversations_by_resolved ON public.conversations USING btree (workspace_id, resolved_at) WHERE (resolved_at IS NOT NULL);

CREATE UNIQUE INDEX conversations_by_start ON public.conversations USING btree (visitor_id, start_id) WHERE (start_id IS NOT NULL);

CREATE INDEX conversations_by_visitor ON public.conversations USING btree (visitor_id, last_at DESC);

CREATE INDEX conversations_by_waiting ON public.conversations USING btree (workspace_id, waiting_since, id) WHERE (waiting_since IS NOT NULL);

CREATE INDEX conversations_merged ON public.conversations USING btree (merged_into) WHERE (merged_into IS NOT NULL);

CREATE INDEX conversations_snoozed ON public.conversations USING btree (snoozed_until) WHERE (status = 'snoozed'::text);

CREATE INDEX conversations_to_gather ON public.conversations USING btree (workspace_id, last_at DESC) WHERE (gathered_seq < last_seq);

CREATE INDEX conversations_unread ON public.conversations USING btree (workspace_id, last_at DESC, id) WHERE (unread > 0);

CREATE INDEX conversations_untold ON public.conversations USING btree (waiting_since) WHERE ((waiting_since IS NOT NULL) AND (told_waiting IS DISTINCT FROM waiting_since));

CREATE INDEX conversations_visitor_untold ON public.conversations USING btree (last_at) WHERE ((visitor_unread > 0) AND (email IS NOT NULL) AND (told_visitor IS DISTINCT FROM visitor_read));

CREATE INDEX crawl_pages_waiting ON public.crawl_pages USING btree (crawl_id, place) WHERE (status = 'waiting'::text);

CREATE INDEX crawls_by_workspace ON public.crawls USING btree (workspace_id, started_at DESC, id);

CREATE INDEX crawls_running ON public.crawls USING btree (leased_until) WHERE (status = 'running'::text);

CREATE INDEX dashboard_tiles_by_report ON public.dashboard_tiles USING btree (workspace_id, report_id);

CREATE INDEX dashboards_by_name ON public.dashboards USING btree (workspace_id, lower(name), id);

CREATE INDEX deliveries_by_batch ON public.deliveries USING btree (batch_id, state) WHERE (batch_id IS NOT NULL);

CREATE INDEX deliveries_by_time ON public.deliveries USING btree (destination_id, created_at, id);

CREATE INDEX deliveries_finished ON public.deliveries USING btree (finished_at) WHERE (finished_at IS NOT NULL);

CREATE INDEX deliveries_held ON public.deliveries USING btree (created_at) WHERE (held_for IS NOT NULL);

CREATE INDEX deliveries_waiting ON public.deliveries USING btree (destination_id, lane, place) WHERE (finished_at IS NULL);

CREATE INDEX deliveries_withheld ON public.deliveries USING btree (visitor_id) WHERE (state = 'withheld'::text);

CREATE INDEX delivery_lanes_due ON public.delivery_lanes USING btree (destination_id, due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX delivery_tally_by_workspace ON public.delivery_tally USING btree (workspace_id, minute);

CREATE INDEX destination_replays_by_destination ON public.destination_replays USING btree (destination_id, started_at DESC);

CREATE INDEX destination_replays_running ON public.destination_replays USING btree (lease_until) WHERE (state = 'running'::text);

CREATE UNIQUE INDEX destinations_by_name ON public.destinations USING btree (workspace_id, lower(name));

CREATE INDEX destinations_by_segment ON public.destinations USING btree (segment_id) WHERE (segment_id IS NOT NULL);

CREATE INDEX destinations_by_workspace ON public.destinations USING btree (workspace_id, created_at, id);

CREATE UNIQUE INDEX digest_recipients_addresses ON public.digest_recipients USING btree (digest_id, lower(address));

CREATE INDEX digest_recipients_by_member ON public.digest_recipients USING btree (member_id);

CREATE UNIQUE INDEX digest_recipients_members ON public.digest_recipients USING btree (digest_id, member_id);

CREATE INDEX digest_runs_by_member ON public.digest_runs USING btree (test_member);

CREATE INDEX digest_runs_due ON public.digest_runs USING btree (due_at) WHERE (status = 'waiting'::text);

CREATE INDEX digests_by_dashboard ON public.digests USING btree (workspace_id, dashboard_id);

CREATE INDEX digests_by_report ON public.digests USING btree (workspace_id, report_id);

CREATE INDEX document_sources_by_time ON public.document_sources USING btree (given_at);

CREATE UNIQUE INDEX documents_by_page ON public.documents USING btree (crawl_id, url) WHERE (crawl_id IS NOT NULL);

CREATE INDEX documents_by_workspace ON public.documents USING btree (workspace_id, created_at DESC, id);

CREATE INDEX drafts_by_member ON public.drafts USING btree (member_id);

CREATE INDEX erasures_by_workspace ON public.erasures USING btree (workspace_id, asked_at DESC, id);

CREATE INDEX erasures_open ON public.erasures USING btree (asked_at) WHERE (finished_at IS NULL);

CREATE INDEX identity_keys_by_visitor ON public.identity_keys USING btree (visitor_id);

CREATE INDEX joins_by_from ON public.joins USING btree (from_visitor);

CREATE INDEX joins_by_into ON public.joins USING btree (into_visitor);

CREATE UNIQUE INDEX joins_once ON public.joins USING btree (from_visitor, into_visitor, kind, key) WHERE (undone_at IS NULL);

CREATE INDEX mails_by_conversation ON public.mails USING btree (conversation_id);

CREATE INDEX mails_by_member ON public.mails USING btree (member_id);

CREATE INDEX mails_by_workspace ON public.mails USING btree (workspace_id, status, ended_at DESC);

CREATE INDEX mails_due ON public.mails USING btree (due_at) WHERE (status = 'waiting'::text);

CREATE INDEX mails_ended ON public.mails USING btree (ended_at) WHERE (ended_at IS NOT NULL);

CREATE UNIQUE INDEX mails_once ON public.mails USING btree (workspace_id, key);

CREATE INDEX member_presence_by_workspace ON public.member_presence USING btree (workspace_id);

CREATE UNIQUE INDEX members_by_email ON public.members USING btree (lower(email));

CREATE INDEX members_by_workspace ON public.members USING btree (workspace_id, created_at, id);

CREATE INDEX messages_by_mention ON public.messages USING gin (mentions) WHERE (mentions <> '{}'::uuid[]);

CREATE UNIQUE INDEX messages_once ON public.messages USING btree (conversation_id, author, author_id, client_id) NULLS NOT DISTINCT WHERE (client_id IS NOT NULL);

CREATE INDEX notice_preferences_by_workspace ON public.notice_preferences USING btree (workspace_id);

CREATE INDEX passages_by_document ON public.passages USING btree (document_id, place);

CREATE INDEX passages_by_words ON public.passages USING gin (words);

CREATE INDEX passages_by_workspace ON public.passages USING btree (workspace_id);

CREATE INDEX people_by_events ON public.people USING btree (workspace_id, events DESC, id);

CREATE INDEX people_by_first_seen ON public.people USING btree (workspace_id, first_seen_at DESC, id);

CREATE INDEX people_by_last_seen ON public.people USING btree (workspace_id, last_seen_at DESC, id);

CREATE INDEX people_by_place_until ON public.people USING btree (place_until) WHERE (place_until IS NOT NULL);

CREATE INDEX people_by_visits ON public.people USING btree (workspace_id, visits DESC, id);

CREATE INDEX people_by_words ON public.people USING gin (words);

CREATE INDEX privacy_applies_open ON public.privacy_applies USING btree (asked_at) WHERE (finished_at IS NULL);

CREATE INDEX proactive_rules_by_agent ON public.proactive_rules USING btree (agent_id, "position", id);

CREATE INDEX proactive_shown_by_visitor ON public.proactive_shown USING btree (visitor_id, at DESC);

CREATE INDEX questions_by_due ON public.questions USING btree (due_at);

CREATE INDEX questions_by_workspace ON public.questions USING btree (workspace_id);

CREATE INDEX responder_usage_by_workspace ON public.responder_usage USING btree (workspace_id, day);

CREATE INDEX responders_by_workspace ON public.responders USING btree (workspace_id);

CREATE INDEX saved_reports_by_name ON public.saved_reports USING btree (workspace_id, lower(name), id);

CREATE INDEX segments_by_name ON public.segments USING btree (workspace_id, lower(name), id);

CREATE INDEX sessions_by_expiry ON public.sessions USING btree (expires_at);

CREATE INDEX sessions_by_member ON public.sessions USING btree (member_id);

CREATE INDEX set_aside_by_workspace ON public.set_aside USING btree (workspace_id, id);

CREATE INDEX user_tokens_by_expiry ON public.user_tokens USING btree (workspace_id, expires_at);

CREATE INDEX user_tokens_by_visitor ON public.user_tokens USING btree (visitor_id);

CREATE INDEX visitor_consents_by_workspace ON public.visitor_consents USING btree (workspace_id);

CREATE INDEX visitors_by_last_seen ON public.visitors USING btree (workspace_id, last_seen_at DESC);

CREATE INDEX visitors_by_person ON public.visitors USING btree (person_id);

CREATE INDEX visitors_by_place_until ON public.visitors USING btree (place_until) WHERE (place_until IS NOT NULL);

CREATE INDEX visitors_joined ON public.visitors USING btree (workspace_id) WHERE (person_id <> id);

CREATE INDEX visits_by_place_until ON public.visits USING btree (place_until) WHERE (place_until IS NOT NULL);

CREATE OR REPLACE FUNCTION public.audit_is_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only';
END
$function$;

CREATE OR REPLACE FUNCTION public.destination_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_notify('foyer_destinations', coalesce(NEW.workspace_id, OLD.workspace_id)::text);
  RETURN NULL;
END
$function$;

CREATE TRIGGER audit_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

CREATE TRIGGER destination_changed AFTER INSERT OR DELETE OR UPDATE ON public.destinations FOR EACH ROW EXECUTE FUNCTION destination_changed();

CREATE TRIGGER segment_changed AFTER UPDATE ON public.segments FOR EACH ROW EXECUTE FUNCTION destination_changed();
