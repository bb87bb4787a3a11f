import type { Target, TargetField } from '@foyer/protocol'

const field = (path: string, kind: TargetField['kind'], help?: string, required = false): TargetField => ({
  path,
  kind,
  required,
  ...(help === undefined ? {} : { help })
})
const everywhere = [
  field('client_id', 'text', 'Of the browser. With the _ga cookie’s, events join those of the Google tag.', true),
  field('user_id', 'text', 'Your own id of a person; no e-mail address.'),
  field('user_properties', 'object', 'At most 25, of 36 characters each.'),
  field('params.session_id', 'text', 'Of the visit; made into a number.'),
  field('params.engagement_time_msec', 'integer'),
  field('consent.ad_user_data', 'text', 'GRANTED or DENIED.'),
  field('consent.ad_personalization', 'text', 'GRANTED or DENIED.'),
  field('ip_override', 'text', 'Only for finding the place.')
]
const items = (required: boolean) => field('params.items', 'list', 'item_id or item_name each; at most 200.', required)
const money = (required: boolean) => [
  field('params.value', 'number', undefined, required),
  field('params.currency', 'text', 'Three letters; that of the settings when left out.')
]
const target = (to: string, name: string, fields: TargetField[]): Target => ({
  to,
  name,
  fields: [...fields, ...everywhere],
  isOpen: true
})

export const targets: Target[] = [
  target('page_view', 'Page view', [
    field('params.page_location', 'text', 'At most 1,000 characters.', true),
    field('params.page_title', 'text'),
    field('params.page_referrer', 'text')
  ]),
  target('search', 'Search', [field('params.search_term', 'text', undefined, true)]),
  target('view_item_list', 'View item list', [items(true), field('params.item_list_name', 'text')]),
  target('select_item', 'Select item', [items(true)]),
  target('view_item', 'View item', [items(true), ...money(false)]),
  target('add_to_cart', 'Add to cart', [items(true), ...money(false)]),
  target('remove_from_cart', 'Remove from cart', [items(true), ...money(false)]),
  target('view_cart', 'View cart', [items(true), ...money(false)]),
  target('begin_checkout', 'Begin checkout', [items(true), ...money(false)]),
  target('add_payment_info', 'Add payment info', [items(true), field('params.payment_type', 'text'), ...money(false)]),
  target('purchase', 'Purchase', [
    field('params.transaction_id', 'text', 'Google counts a purchase with the same one once.', true),
    items(true),
    ...money(true),
    field('params.tax', 'number'),
    field('params.shipping', 'number'),
    field('params.coupon', 'text')
  ]),
  target('refund', 'Refund', [field('params.transaction_id', 'text', undefined, true), items(false), ...money(true)]),
  target('generate_lead', 'Generate lead', money(false)),
  target('sign_up', 'Sign up', [field('params.method', 'text')]),
  target('login', 'Log in', [field('params.method', 'text')]),
  target('event', 'An event of yours', [
    field('name', 'text', 'Letters, digits and _, at most 40; others are made into them.', true)
  ])
]
