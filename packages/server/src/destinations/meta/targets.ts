import type { Target, TargetField } from '@foyer/protocol'

const field = (path: string, kind: TargetField['kind'], help?: string, required = false): TargetField => ({
  path,
  kind,
  required,
  ...(help === undefined ? {} : { help })
})
const hashed = 'Put into Meta’s form and hashed (SHA-256) before it leaves.'
const everywhere = [
  field('event_source_url', 'text', 'The page it happened on.', true),
  field('user_data.client_user_agent', 'text', 'The browser’s, as it is.', true),
  field('user_data.client_ip_address', 'text', 'As it is.'),
  field('user_data.fbp', 'text', 'The _fbp cookie, as it is.'),
  field(
    'user_data.fbc',
    'text',
    'The _fbc cookie, as it is; made of fbclid in the page’s address where it is missing.'
  ),
  field('user_data.external_id', 'text', hashed),
  field('user_data.em', 'text', `E-mail. ${hashed}`),
  field('user_data.ph', 'text', `Phone, with the country’s code. ${hashed}`),
  field('user_data.fn', 'text', `First name. ${hashed}`),
  field('user_data.ln', 'text', `Last name. ${hashed}`),
  field('user_data.ct', 'text', `City. ${hashed}`),
  field('user_data.st', 'text', `State. ${hashed}`),
  field('user_data.zp', 'text', `Postal code. ${hashed}`),
  field('user_data.country', 'text', `Two letters. ${hashed}`),
  field(
    'event_id',
    'text',
    'The same as the pixel’s eventID, so that Meta counts once; the id of the event when left out.'
  )
]
const money = (required: boolean) => [
  field('custom_data.value', 'number', undefined, required),
  field('custom_data.currency', 'text', 'Three letters; that of the settings when left out.')
]
const contents = field('custom_data.contents', 'list', 'id, quantity and item_price each.')
const target = (to: string, name: string, fields: TargetField[]): Target => ({
  to,
  name,
  fields: [...fields, ...everywhere],
  isOpen: true
})

export const targets: Target[] = [
  target('PageView', 'Page view', []),
  target('Search', 'Search', [field('custom_data.search_string', 'text')]),
  target('ViewContent', 'View content', [contents, ...money(false)]),
  target('AddToCart', 'Add to cart', [contents, ...money(false)]),
  target('InitiateCheckout', 'Initiate checkout', [contents, ...money(false)]),
  target('AddPaymentInfo', 'Add payment info', [contents, ...money(false)]),
  target('Purchase', 'Purchase', [contents, ...money(true), field('custom_data.order_id', 'text')]),
  target('Lead', 'Lead', money(false)),
  target('CompleteRegistration', 'Complete registration', money(false)),
  target('Contact', 'Contact', []),
  target('event', 'An event of yours', [field('event_name', 'text', 'At most 50 characters.', true), ...money(false)])
]
