// The same visitors, visits and events on both sides without moving a row: every value is worked out from its number, by
// arithmetic that PostgreSQL and ClickHouse agree on. Ten visits of five events are two per cent of a year's worth of one person.

export const eventsPerVisit = 5
export const span = { days: 90, secondsOfVisit: 20 }

/** 2654435761 is prime: multiplied and cut to size, it scatters numbers that follow each other all over the range. */
const scatter = 2_654_435_761
const rangeSeconds = (span.days - 1) * 86_400

export const visitorSql = `
  INSERT INTO visitors (id, workspace_id, person_id, first_seen_at, last_seen_at, events, visits, session_id, session_at, source,
    country, region, city, timezone, place_until, browser, os, device, ip, page_url, page_title)
  SELECT md5('visitor ' || n)::uuid, $1, md5('visitor ' || n)::uuid, first, last, $5::int, $6::int, md5('visit ' || n)::uuid, last,
    (array['Direct','Google','Hacker News','DuckDuckGo'])[1 + n % 4], (array['GB','DE','US','FR','ES','IT','NL','SE'])[1 + n % 8],
    'Region ' || n % 120, 'City ' || n % 2000, (array['Europe/London','Europe/Berlin','America/New_York'])[1 + n % 3],
    last + interval '365 days',
    (array['Chrome','Safari','Firefox','Edge'])[1 + n / 8 % 4], (array['Windows','macOS','iOS','Android','Linux'])[1 + n / 32 % 5],
    (array['desktop','mobile'])[1 + n / 160 % 2], ('10.' || n % 200 || '.' || n / 200 % 250 || '.7')::inet,
    'https://shop.example/shoes/' || n % 400, 'Shoes number ' || n % 400 || ' · Shop'
  FROM (
    SELECT n, $4::timestamptz + make_interval(secs => (n * ${scatter} % ${rangeSeconds} / 2)::int) AS first,
      $4::timestamptz + make_interval(secs => (${rangeSeconds} / 2 + n * ${scatter} % ${rangeSeconds} / 2)::int) AS last
    FROM generate_series($2::bigint, $3::bigint) n) numbered`

/** A fifth of them have told who they are. */
export const peopleSql = `
  INSERT INTO people (id, workspace_id, name, email, first_seen_at, last_seen_at, events, visits, source, country, region, city,
    timezone, place_until, browser, os, device, words)
  SELECT v.id, v.workspace_id, name, email, first_seen_at, last_seen_at, events, visits, source, country, region, city, timezone,
    place_until, browser, os, device, to_tsvector('simple', coalesce(name || ' ' || email, 'amber heron'))
  FROM visitors v JOIN (
    SELECT md5('visitor ' || n)::uuid AS id, CASE WHEN n % 5 = 0 THEN 'Name' || n % 1000 || ' Person' || n END AS name,
      CASE WHEN n % 5 = 0 THEN 'person' || n || '@example.com' END AS email
    FROM generate_series($1::bigint, $2::bigint) n) named USING (id)`

export const visitSql = `
  INSERT INTO visits (visitor_id, id, started_at, last_at, pages, events, source, entry_path, country, region, city, timezone,
    place_until, browser, os, device)
  SELECT v.id, md5('visit ' || n)::uuid, started, started + interval '${(eventsPerVisit - 1) * span.secondsOfVisit} seconds',
    3, ${eventsPerVisit}, v.source, '/shoes/' || n % 400, v.country, v.region, v.city, v.timezone,
    v.place_until, v.browser, v.os, v.device
  FROM (
    SELECT n, md5('visitor ' || n * 7919 % $3::bigint)::uuid AS visitor,
      $4::timestamptz + make_interval(secs => (n * ${scatter} % ${rangeSeconds})::int) AS started
    FROM generate_series($1::bigint, $2::bigint) n) numbered
  JOIN visitors v ON v.id = visitor`

const pick = (list: string[], number: string) =>
  `[${list.map(item => `'${item}'`).join(',')}][1 + ${number} % ${list.length}]`

export const eventSql = `
  INSERT INTO events (workspace, visitor, id, time, stored_at, session, agent, type, name, origin, path, search, title, referrer,
    source, utm_source, utm_medium, utm_campaign, country, region, city, timezone, language, browser, browser_version, os, device,
    ip, properties)
  WITH intDiv(number, ${eventsPerVisit}) AS visit, number % ${eventsPerVisit} AS step,
    visit * 7919 % {visitors:UInt64} AS who,
    {startMs:Int64} + toInt64(visit * ${scatter} % ${rangeSeconds} + step * ${span.secondsOfVisit}) * 1000 + number % 977 AS ms,
    cityHash64(number) AS random, cityHash64(number, 2) AS other,
    step = 0 AND visit % 5 = 0 AS campaigned,
    ${pick(['page', 'page', 'track', 'click', 'page', 'scroll', 'exit', 'track', 'page', 'page'], 'other')} AS kind,
    concat('/', ${pick(['shoes', 'coats', 'bags', 'hats', 'gifts', 'sale', 'care', 'home'], 'random')}, '/', toString(intDiv(random, 8) % 400)) AS page,
    lower(leftPad(hex(other), 16, '0')) AS digits, lower(leftPad(hex(random), 16, '0')) AS more
  SELECT {workspace:UInt32}, toUUID(hex(MD5(concat('visitor ', toString(who))))),
    toUUID(concat(leftPad(lower(hex(toUInt64(ms))), 12, '0'), '7', substring(digits, 1, 3), '8', substring(digits, 4, 3), substring(more, 1, 12))),
    fromUnixTimestamp64Milli(ms, 'UTC'), toDateTime(intDiv(ms, 1000) + 1, 'UTC'),
    toUUID(hex(MD5(concat('visit ', toString(visit))))), {agent:UUID}, kind,
    if(kind = 'track', ${pick(['Product viewed', 'Added to cart', 'Searched', 'Checkout started'], 'random')}, ''),
    'https://shop.example', page, if(campaigned, '?utm_source=newsletter&utm_medium=email&utm_campaign=autumn', ''),
    concat(substring(page, 2), ' number ', toString(intDiv(random, 8) % 400), ' · Shop'),
    if(step = 0 AND kind = 'page', ${pick(['', 'https://www.google.com/', 'https://news.ycombinator.com/', 'https://duckduckgo.com/'], 'who')}, ''),
    if(kind = 'page', ${pick(['Direct', 'Google', 'Hacker News', 'DuckDuckGo'], 'who')}, ''),
    if(campaigned, 'newsletter', ''), if(campaigned, 'email', ''), if(campaigned, 'autumn', ''),
    ${pick(['GB', 'DE', 'US', 'FR', 'ES', 'IT', 'NL', 'SE'], 'who')}, concat('Region ', toString(who % 120)),
    concat('City ', toString(who % 2000)), ${pick(['Europe/London', 'Europe/Berlin', 'America/New_York'], 'who')},
    ${pick(['en-GB', 'de-DE', 'en-US'], 'who')}, ${pick(['Chrome', 'Safari', 'Firefox', 'Edge'], 'intDiv(who, 8)')},
    toString(120 + who % 20), ${pick(['Windows', 'macOS', 'iOS', 'Android', 'Linux'], 'intDiv(who, 32)')},
    ${pick(['desktop', 'mobile'], 'intDiv(who, 160)')}, toIPv6(concat('::ffff:10.', toString(who % 200), '.', toString(intDiv(who, 200) % 250), '.7')),
    multiIf(kind = 'track', concat('{"sku":"SKU-', toString(random % 5000), '","price":', toString(random % 20000 / 100), ',"currency":"GBP"}'),
      kind = 'click', '{"text":"Buy","tag":"button"}', kind = 'scroll', concat('{"depth":', toString(25 * (1 + random % 4)), '}'),
      kind = 'exit', concat('{"seconds":', toString(random % 300), '}'), '')
  FROM numbers({from:UInt64}, {count:UInt64})`
