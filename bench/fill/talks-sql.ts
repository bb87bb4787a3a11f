export const messagesEach = 10

/**
 * Conversation n is visitor n's. Every fiftieth is open and one in five of those waits; a hundredth sleeps; the rest is resolved: a busy
 * team's year, of which the inbox shows the top.
 */
export const conversationSql = `
  INSERT INTO conversations (id, workspace_id, agent_id, visitor_id, source, status, snoozed_until, assignee_id, labels, created_at,
    last_at, last_seq, last_text, last_author, unread, team_read, team_delivered, visitor_read, visitor_delivered, waiting_since,
    told_waiting, first_reply_at, resolved_at, ip, country, city, place_until, browser, os, device, page_url, page_title)
  SELECT md5('talk ' || n)::uuid, $1, $2, md5('visitor ' || n)::uuid,
    CASE WHEN n % 20 = 0 THEN 'api' ELSE 'widget' END,
    CASE WHEN n % 50 = 0 THEN 'open' WHEN n % 100 = 1 THEN 'snoozed' ELSE 'resolved' END,
    CASE WHEN n % 100 = 1 THEN now() + interval '3 days' END,
    CASE WHEN n % 3 = 0 THEN $3::uuid END,
    CASE WHEN n % 4 = 0 THEN array['label' || n % 40] ELSE '{}' END,
    last - interval '40 minutes', last, ${messagesEach},
    'The last words of number ' || n, CASE WHEN n % 250 = 0 THEN 'visitor' ELSE 'member' END,
    CASE WHEN n % 250 = 0 THEN 1 ELSE 0 END, ${messagesEach}, ${messagesEach}, ${messagesEach}, ${messagesEach},
    CASE WHEN n % 250 = 0 THEN last END, CASE WHEN n % 250 = 0 THEN last END,
    last - interval '30 minutes', CASE WHEN n % 50 <> 0 AND n % 100 <> 1 THEN last END,
    ('10.' || n % 200 || '.' || n / 200 % 250 || '.7')::inet, (array['GB','DE','US','FR','ES','IT','NL','SE'])[1 + n % 8],
    'City ' || n % 2000, last + interval '365 days', 'Chrome', 'Windows', 'desktop', 'https://shop.example/shoes/' || n % 400, 'Shoes number ' || n % 400
  FROM (SELECT n, $6::timestamptz + (n * 7919 % $7::bigint) * (interval '90 days' / $7::bigint) AS last
    FROM generate_series($4::bigint, $5::bigint) n) numbered`

/** Words as a shop hears them: a few in every other message, most in few, one in a single conversation. */
export const messageSql = `
  INSERT INTO messages (conversation_id, seq, id, kind, author, author_id, author_name, text, at)
  SELECT c.id, seq, md5('message ' || n || ' ' || seq)::uuid, CASE WHEN seq = 7 AND n % 5 = 0 THEN 'note' ELSE 'message' END,
    CASE WHEN seq % 2 = 1 AND NOT (seq = 7 AND n % 5 = 0) THEN 'visitor' ELSE 'member' END,
    CASE WHEN seq % 2 = 1 AND NOT (seq = 7 AND n % 5 = 0) THEN c.visitor_id ELSE $3::uuid END,
    CASE WHEN seq % 2 = 0 THEN 'Robin' END,
    CASE seq WHEN 1 THEN 'Hello, my order has not come yet, number ord' || n
      WHEN 2 THEN 'Good day, I will look where the parcel is and tell you'
      WHEN 3 THEN 'The ' || (array['lamp','shade','bulb','cable','switch','socket','stand','mount'])[1 + n % 8] || ' is for the ' ||
        (array['porch','kitchen','hall','garden','cellar'])[1 + n % 5] || ' and item' || n % 5000
      ELSE 'Words of conversation between them, about topic' || (n * 31 + seq * 17) % 2000 || ' and what comes of it' END,
    c.created_at + seq * interval '4 minutes'
  FROM generate_series($1::bigint, $2::bigint) n
  JOIN conversations c ON c.id = md5('talk ' || n)::uuid, generate_series(1, ${messagesEach}) seq`
