import type { MappingValue } from '@foyer/protocol'

const text = (path: string): MappingValue => ({ path, as: 'text' })
const firstText = (...paths: string[]): MappingValue => ({ first: paths.map(text) })
/** Said now, or known from before. */
const trait = (...names: string[]): MappingValue =>
  firstText(...names.flatMap(name => [`properties.${name}`, `visitor.traits.${name}`]))

export const item: Record<string, MappingValue> = {
  'product.name': firstText('item.name', 'item.product_name'),
  'product.category': text('item.category'),
  'product.sku': firstText('item.sku', 'item.product_id', 'item.id'),
  'product.price': { path: 'item.price', as: 'number' }
}

export const customer: Record<string, MappingValue> = {
  // Proven, before what only was said.
  'info.customerId': firstText('visitor.userId', 'properties.userId', 'properties.user_id', 'properties.customer_id'),
  'info.cstatus': trait('status'),
  'info.ctype': trait('plan', 'type'),
  'info.userName': trait('username', 'name'),
  'info.accountName': { first: [trait('company.name'), { path: 'properties.account_name', as: 'text' }] },
  'info.companySize': { path: 'visitor.traits.company.employees', as: 'integer' },
  'info.registrationDate': { first: [{ path: 'properties.createdAt' }, { path: 'visitor.traits.createdAt' }] }
}

export const person: Record<string, MappingValue> = {
  'personal.firstname': trait('firstName', 'first_name', 'firstname'),
  'personal.lastname': trait('lastName', 'last_name', 'lastname'),
  'personal.age': { first: [{ path: 'properties.birthday' }, { path: 'visitor.traits.birthday' }] },
  'personal.contacts': { each: 'visitor.traits', fields: { email: text('item.email'), phone: text('item.phone') } },
  'personal.language': text('context.locale'),
  'personal.company': trait('company.name')
}

const byMedium = (channel: number, ...mediums: string[]): MappingValue => ({
  constant: channel,
  when: { path: 'context.campaign.medium', op: 'in', value: mediums }
})
/** LivePerson's own numbers. */
export const channel: MappingValue = {
  first: [
    byMedium(1, 'cpc', 'ppc', 'paidsearch', 'organic', 'search'),
    byMedium(2, 'social', 'paidsocial', 'social-media', 'social_paid'),
    byMedium(3, 'email', 'e-mail', 'newsletter'),
    byMedium(4, 'referral', 'affiliate', 'partner'),
    { constant: 0 }
  ]
}
export const affiliate = text('context.campaign.source')
