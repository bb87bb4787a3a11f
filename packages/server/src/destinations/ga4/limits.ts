/** https://developers.google.com/analytics/devguides/collection/protocol/ga4/sending-events#limitations */
export const most = {
  params: 25,
  nameChars: 40,
  valueChars: 100,
  userProperties: 25,
  userPropertyNameChars: 24,
  userPropertyChars: 36,
  items: 200,
  itemParams: 27,
  bodyBytes: 130_000
} as const

export const longer: Readonly<Record<string, number>> = { page_location: 1_000, page_referrer: 420, page_title: 300 }

/** Names of events that Google keeps for itself. */
export const reservedEvents: ReadonlySet<string> = new Set([
  'ad_activeview',
  'ad_click',
  'ad_exposure',
  'ad_query',
  'ad_reward',
  'adunit_exposure',
  'app_background',
  'app_clear_data',
  'app_exception',
  'app_remove',
  'app_store_refund',
  'app_store_subscription_cancel',
  'app_store_subscription_convert',
  'app_store_subscription_renew',
  'app_update',
  'app_upgrade',
  'dynamic_link_app_open',
  'dynamic_link_app_update',
  'dynamic_link_first_open',
  'error',
  'firebase_campaign',
  'firebase_in_app_message_action',
  'firebase_in_app_message_dismiss',
  'firebase_in_app_message_impression',
  'first_open',
  'first_visit',
  'in_app_purchase',
  'notification_dismiss',
  'notification_foreground',
  'notification_open',
  'notification_receive',
  'notification_send',
  'os_update',
  'screen_view',
  'session_start',
  'user_engagement'
])
const reservedStart = /^(_|firebase_|ga_|google_|gtag\.)/
export const isReservedName = (name: string) => reservedStart.test(name)
const reservedUserProperties: ReadonlySet<string> = new Set([
  'first_open_time',
  'first_visit_time',
  'last_deep_link_referrer',
  'user_id',
  'first_open_after_install'
])
export const isReservedUserProperty = (name: string) => isReservedName(name) || reservedUserProperties.has(name)
