import type { Target, TargetField } from '@foyer/protocol'

type Kind = TargetField['kind']
const field = (path: string, kind: Kind = 'text', help?: string): TargetField => ({
  path,
  kind,
  required: false,
  ...(help === undefined ? {} : { help })
})
const needed = (path: string, kind: Kind, help?: string): TargetField => ({
  ...field(path, kind, help),
  required: true
})

/** Beside the engagement attribute, in the report itself. */
const ofReport = [
  field('entryPoints', 'list', 'Addresses that were seen: the page.'),
  field('identities', 'boolean', 'true: the report names the visitor in identities[]. Otherwise in consumerId alone.')
]
const product = (list: string) => [
  field(`${list}.*.product.name`),
  field(`${list}.*.product.category`),
  field(`${list}.*.product.sku`),
  field(`${list}.*.product.price`, 'number')
]
const lines = (list: string) => [...product(list), field(`${list}.*.quantity`, 'integer')]
const date = 'A date, or {day, month, year}.'

const cart = (to: string, name: string, help: string): Target => ({
  to,
  name,
  help,
  isOpen: false,
  fields: [
    needed('total', 'number', 'What the cart is worth.'),
    field('currency', 'text', 'ISO code, such as USD.'),
    needed('numItems', 'integer', 'How many pieces are in it.'),
    field('products', 'list'),
    ...lines('products'),
    ...ofReport
  ]
})
const search = (to: string, name: string, help: string): Target => ({
  to,
  name,
  help,
  isOpen: false,
  fields: [needed('keywords', 'list'), ...ofReport]
})

/** What LivePerson calls engagement attributes (SDEs), by the `type` that is sent. */
export const targets: Target[] = [
  {
    to: 'entryPoints',
    name: 'Page (entryPoints)',
    help: 'No engagement attribute: only which page was seen.',
    isOpen: false,
    fields: [
      needed('entryPoints', 'list', 'Addresses that were seen: the page.'),
      field('section', 'text', 'Of the site; sent as sec://…'),
      field('language', 'text', 'Sent as lang://…'),
      field('identities', 'boolean', 'true: the report names the visitor in identities[].')
    ]
  },
  {
    to: 'prodView',
    name: 'Viewed product (prodView)',
    isOpen: false,
    fields: [field('currency'), needed('products', 'list'), ...product('products'), ...ofReport]
  },
  cart(
    'cartStatus',
    'Cart (cartStatus)',
    'Replaces what was told of the cart before. The name of LivePerson’s reading side.'
  ),
  cart('cart', 'Cart (cart)', 'Replaces what was told of the cart before. The name LivePerson documents for writing.'),
  {
    to: 'purchase',
    name: 'Purchase (purchase)',
    isOpen: false,
    fields: [
      field('total', 'number'),
      field('currency', 'text', 'ISO code, such as USD.'),
      field('orderId', 'text', 'With it the same purchase is told twice at most as a repetition.'),
      field('cart.numItems', 'integer'),
      field('cart.products', 'list'),
      ...lines('cart.products'),
      ...ofReport
    ]
  },
  search('searchContent', 'Search (searchContent)', 'The name of LivePerson’s reading side.'),
  search('searchInfo', 'Search (searchInfo)', 'The name LivePerson documents for writing.'),
  {
    to: 'lead',
    name: 'Lead (lead)',
    isOpen: false,
    fields: [
      field('lead.topic'),
      field('lead.value', 'number'),
      field('lead.currency'),
      field('lead.leadId'),
      ...ofReport
    ]
  },
  {
    to: 'ctmrinfo',
    name: 'Customer info (ctmrinfo)',
    help: 'Replaces what was told of the customer before.',
    isOpen: false,
    fields: [
      field('info.customerId'),
      field('info.cstatus', 'text', 'One of the statuses defined in your account.'),
      field('info.ctype', 'text', 'One of the types defined in your account.'),
      field('info.balance', 'number'),
      field('info.currency'),
      field('info.socialId'),
      field('info.imei'),
      field('info.userName'),
      field('info.companySize', 'integer'),
      field('info.companyBranch'),
      field('info.accountName'),
      field('info.role'),
      field('info.lastPaymentDate', 'any', date),
      field('info.registrationDate', 'any', date),
      field('info.loginStatus', 'integer'),
      field('info.storeZipCode'),
      field('info.storeNumber'),
      ...ofReport
    ]
  },
  {
    to: 'personal',
    name: 'Person (personal)',
    help: 'Replaces what was told of the person before.',
    isOpen: false,
    fields: [
      field('personal.firstname'),
      field('personal.lastname'),
      field('personal.age', 'any', 'Birthday as a date, or {age, year, month, day}.'),
      field('personal.contacts', 'list'),
      field('personal.contacts.*.email'),
      field('personal.contacts.*.phone'),
      field(
        'personal.contacts.*.phoneType',
        'text',
        'HOME, MOBILE, WORK, FAX, MAIN, HOME_FAX, WORK_FAX, PAGER or OTHER.'
      ),
      field('personal.contacts.*.address.country'),
      field('personal.contacts.*.address.region'),
      field('personal.gender', 'text', 'MALE, FEMALE or OTHER.'),
      field('personal.language', 'text', 'Such as en-US.'),
      field('personal.company'),
      ...ofReport
    ]
  },
  {
    to: 'mrktInfo',
    name: 'Marketing campaign (mrktInfo)',
    help: 'Replaces what was told of the campaign before.',
    isOpen: false,
    fields: [
      field('info.channel', 'integer', '0 direct, 1 search, 2 social, 3 email, 4 referral.'),
      field('info.affiliate'),
      field('info.campaignId'),
      ...ofReport
    ]
  },
  {
    to: 'service',
    name: 'Service activity (service)',
    isOpen: false,
    fields: [
      field('service.topic'),
      field('service.status', 'integer', '0 complete, 1 in progress, … 7 closed, 12 pending, 13 resolved.'),
      field('service.category'),
      field('service.serviceId'),
      ...ofReport
    ]
  },
  {
    to: 'error',
    name: 'Error (error)',
    isOpen: false,
    fields: [
      field('error.contextId'),
      field('error.message'),
      field('error.code'),
      field('error.level', 'integer'),
      field('error.resolved', 'boolean'),
      ...ofReport
    ]
  }
]
