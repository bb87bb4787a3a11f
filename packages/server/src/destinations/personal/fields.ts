import type { PersonalRules } from '@foyer/protocol'

export type PersonalField = keyof PersonalRules

/** Wherever such a key stands, its value is personal. Keys are compared without case and signs: `e-mail`, `E_Mail` and `eMail` are one. */
const anywhere: Readonly<Record<string, PersonalField>> = {
  mail: 'email',
  phone: 'phone',
  phonenumber: 'phone',
  telephone: 'phone',
  tel: 'phone',
  mobile: 'phone',
  mobilenumber: 'phone',
  firstname: 'name',
  lastname: 'name',
  fullname: 'name',
  givenname: 'name',
  familyname: 'name',
  surname: 'name',
  customername: 'name',
  username: 'name',
  address: 'address',
  street: 'address',
  streetaddress: 'address',
  address1: 'address',
  address2: 'address',
  postcode: 'address',
  postalcode: 'address',
  zip: 'address',
  zipcode: 'address',
  birthday: 'birthday',
  birthdate: 'birthday',
  dateofbirth: 'birthday',
  dob: 'birthday',
  ip: 'ip',
  ipaddress: 'ip',
  clientip: 'ip',
  remoteip: 'ip',
  useragent: 'userAgent',
  useragentdata: 'userAgent',
  userid: 'userId',
  customerid: 'userId'
}

/** `billing_email`, `homePhone`, `shippingAddress`. */
const endings: readonly (readonly [string, PersonalField])[] = [
  ['email', 'email'],
  ['emailaddress', 'email'],
  ['ipaddress', 'ip'],
  ['phone', 'phone'],
  ['phonenumber', 'phone'],
  ['address', 'address']
]

/** A product has a name and an id too; these are somebody's where the object around them is about somebody. */
const ofSomebody: Readonly<Record<string, PersonalField>> = { name: 'name', id: 'userId', city: 'address' }
const somebody = new Set([
  'traits',
  'user',
  'customer',
  'person',
  'contact',
  'recipient',
  'lead',
  'buyer',
  'billing',
  'shipping'
])

const plainKey = (key: string) => key.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

const something = new Set(['company', 'organization', 'organisation', 'product', 'products', 'items', 'plan'])

/** Whether what stands under a key is about a person; what stands in it is, until something else begins. */
export const isAboutSomebody = (key: string, isOutside: boolean): boolean =>
  somebody.has(plainKey(key)) || (isOutside && !something.has(plainKey(key)))

export function personalField(key: string, isSomebodys: boolean): PersonalField | undefined {
  const plain = plainKey(key)
  if (Object.hasOwn(anywhere, plain)) return anywhere[plain]
  if (isSomebodys && Object.hasOwn(ofSomebody, plain)) return ofSomebody[plain]
  return endings.findLast(([ending]) => plain.endsWith(ending))?.[1]
}
