import { each, plants, round } from './plants.js'

const sprout =
  '<path d="M14 26V10" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"/><path d="M14 17C14 9 9 4.5 2.5 4.5C2.5 11.5 7.5 17 14 17Z" fill="currentColor"/><path d="M14 13C14 6.5 18.5 2.5 25.5 2.500C25.5 9 20.5 13 14 13Z" fill="currentColor" opacity=".66"/>'

/** The paper each packet is printed on, and the ink of its label. @type {Record<string, { paper: string, ink: string, lift: number, size: number }>} */
const packets = {
  'french-breakfast-radish': { paper: '#f7c6cf', ink: '#7c1836', lift: 126, size: 0.62 },
  'san-marzano-tomato': { paper: '#ffd79a', ink: '#7d2a13', lift: 194, size: 0.72 },
  'sugar-snap-pea': { paper: '#dcebb8', ink: '#24552a', lift: 194, size: 0.73 },
  'cavolo-nero': { paper: '#c3dcd6', ink: '#173f38', lift: 190, size: 0.74 },
  'genovese-basil': { paper: '#f3efb4', ink: '#2c5a26', lift: 192, size: 0.8 },
  'garden-chives': { paper: '#e2d8f5', ink: '#4a2d80', lift: 192, size: 0.68 },
  'lemon-queen-sunflower': { paper: '#2f5fa8', ink: '#1d3d72', lift: 196, size: 0.74 },
  'corn-poppy': { paper: '#f4e7cf', ink: '#8c1f1a', lift: 194, size: 0.72 },
  'blue-cornflower': { paper: '#f8d66a', ink: '#1f3a8f', lift: 194, size: 0.72 }
}

/** @param {string} id @param {string} name @param {string} [latin] */
function packet(id, name, latin) {
  const look = packets[id]
  const plant = plants[id]
  if (!look || !plant) return ''
  const words = name.split(' ')
  const last = words.pop() ?? ''
  return `<path d="M14 6h152a6 6 0 0 1 6 6v230a6 6 0 0 1-6 6H14a6 6 0 0 1-6-6V12a6 6 0 0 1 6-6Z" fill="${look.paper}"/>
    <path d="M8 26h164" stroke="#000" stroke-opacity=".12" stroke-width="1"/>
    <path d="M8 12a6 6 0 0 1 6-6h152a6 6 0 0 1 6 6v14H8Z" fill="#000" fill-opacity=".05"/>
    <svg x="8" y="26" width="164" height="${202 - 26}" viewBox="8 26 164 ${202 - 26}">
      <g transform="translate(90 ${look.lift}) scale(${look.size})">${plant()}</g></svg>
    <path d="M8 190h164v52a6 6 0 0 1-6 6H14a6 6 0 0 1-6-6Z" fill="#fffdf6"/>
    <g font-family="Helvetica Neue, Helvetica, Arial, sans-serif" fill="${look.ink}">
      <text x="18" y="208" font-size="13" font-weight="700" letter-spacing="-.3">${words.join(' ')}</text>
      <text x="18" y="223" font-size="13" font-weight="700" letter-spacing="-.3">${last}</text>
      <text x="18" y="238" font-size="8" font-style="italic" opacity=".75">${latin ?? ''}</text>
    </g>
    <g transform="translate(140 203) scale(.86)" color="${look.ink}">${sprout}</g>`
}

function trowel() {
  return `<g transform="translate(90 128) rotate(38)">
    <rect x="-11" y="-118" width="22" height="92" rx="11" fill="#d9a667"/>
    <path d="M-6-108v66M1-112v74" stroke="#b98345" stroke-width="2" stroke-linecap="round" opacity=".7"/>
    <circle cy="-106" r="3.4" fill="#7a5227"/>
    <rect x="-9.5" y="-32" width="19" height="20" rx="3" fill="#5d6b69"/>
    <path d="M-5-14h10V12h-10Z" fill="#7d8b88"/>
    <path d="M-27 10C-12 4 12 4 27 10C32 60 20 98 0 122C-20 98-32 60-27 10Z" fill="#9dabA8"/>
    <path d="M0 8V122C-20 98-32 60-27 10C-18 6-9 5 0 8Z" fill="#b9c5c2"/>
    ${each(5, index => `<path d="M${14 - index} ${34 + index * 14}h7" stroke="#5d6b69" stroke-width="2" stroke-linecap="round"/>`)}</g>`
}

function wateringCan() {
  return `<g transform="translate(4 14)">
    <path d="M56 78C44 8 132 4 126 78" fill="none" stroke="#1f6b52" stroke-width="10" stroke-linecap="round"/>
    <path d="M128 92C172 84 178 160 126 176" fill="none" stroke="#1f6b52" stroke-width="10" stroke-linecap="round"/>
    <path d="M56 168L14 66" stroke="#1a5c46" stroke-width="13" stroke-linecap="round"/>
    <g transform="translate(15 68) rotate(-22)"><path d="M-8 4L-21-20H21L8 4Z" fill="#d9a63c"/><ellipse cy="-20" rx="21" ry="6" fill="#f0c869"/>${each(4, index => `<circle cx="${-12 + index * 8}" cy="-20" r="1.6" fill="#7d5a14"/>`)}</g>
    <path d="M46 74h88l8 128a8 8 0 0 1-8 8H46a8 8 0 0 1-8-8Z" fill="#2a8566"/>
    <path d="M46 74h30l-4 136H46a8 8 0 0 1-8-8Z" fill="#37a07c"/>
    <ellipse cx="90" cy="74" rx="44" ry="11" fill="#14483a"/>
    <path d="M41 128h98M38.5 186h103" stroke="#14483a" stroke-opacity=".35" stroke-width="3"/></g>`
}

function twine() {
  const wraps = each(
    9,
    index =>
      `<path d="M${38 + index * 0.6} ${98 + index * 12}C70 ${84 + index * 12} 110 ${112 + index * 12} ${142 - index * 0.6} ${96 + index * 12}" stroke="${index % 2 === 0 ? '#c39a5c' : '#e0bd84'}" stroke-width="9" fill="none" stroke-linecap="round"/>`
  )
  return `<path d="M38 92C38 70 142 70 142 92V204C142 226 38 226 38 204Z" fill="#d2ab6e"/>
    ${wraps}
    <ellipse cx="90" cy="88" rx="52" ry="17" fill="#e8cb97"/><ellipse cx="90" cy="88" rx="20" ry="6.5" fill="#8d6a37"/>
    <path d="M38 128C70 142 110 142 142 128V182C110 196 70 196 38 182Z" fill="#fffdf6"/>
    <path d="M38 128C70 142 110 142 142 128V134C110 148 70 148 38 134Z" fill="#d8402b"/>
    <g font-family="Helvetica Neue, Helvetica, Arial, sans-serif" fill="#3a2c17" text-anchor="middle"><text x="90" y="168" font-size="17" font-weight="700" letter-spacing="-.4">Jute</text><text x="90" y="182" font-size="10">100 m</text></g>
    <path d="M136 200C160 206 166 226 150 236C138 243 128 232 140 226" fill="none" stroke="#c39a5c" stroke-width="5" stroke-linecap="round"/>`
}

/** @param {string[]} inside */
function box(inside) {
  const step = 120 / (inside.length + 1)
  const sprouts = inside
    .map(
      (id, index) =>
        `<g transform="translate(${round(30 + step * (index + 1))} 150) scale(${inside.length > 3 ? 0.46 : 0.54})">${plants[id]?.() ?? ''}</g>`
    )
    .join('')
  return `<path d="M22 130L36 112H144L158 130Z" fill="#8a6237"/>${sprouts}
    <path d="M18 130h144l-7 102a8 8 0 0 1-8 7H33a8 8 0 0 1-8-7Z" fill="#d3a56b"/>
    <path d="M18 130h144l-1.5 22H19.500Z" fill="#bf8f55"/>
    <path d="M18 130L2 146L12 160L24 150ZM162 130L178 146L168 160L156 150Z" fill="#e0b986"/>
    <rect x="58" y="170" width="64" height="42" rx="3" fill="#fffdf6"/>
    <g transform="translate(76 176) scale(1.05)" color="#2c5a26">${sprout}</g>`
}

/** @type {Record<string, string[]>} */
const boxPlants = {
  'balcony-box': ['genovese-basil', 'garden-chives'],
  'garden-box': ['cavolo-nero', 'corn-poppy', 'sugar-snap-pea'],
  'community-box': ['san-marzano-tomato', 'lemon-queen-sunflower', 'cavolo-nero', 'blue-cornflower', 'genovese-basil']
}

/** The ground a product's picture stands on. @type {Record<string, string>} */
const grounds = {
  'french-breakfast-radish': 'rose',
  'san-marzano-tomato': 'sun',
  'sugar-snap-pea': 'leaf',
  'cavolo-nero': 'mint',
  'genovese-basil': 'leaf',
  'garden-chives': 'lilac',
  'lemon-queen-sunflower': 'sky',
  'corn-poppy': 'rose',
  'blue-cornflower': 'sun',
  'hand-trowel': 'mint',
  'watering-can': 'sky',
  'jute-twine': 'lilac'
}
/** @param {string} id */
export const groundOf = id => grounds[id] ?? 'leaf'

/** A product's picture. Decorative: the name always stands beside it. @param {{ id: string, name: string, latin?: string }} product */
export function productArt(product) {
  const inside = boxPlants[product.id]
  const drawing =
    product.id === 'hand-trowel'
      ? trowel()
      : product.id === 'watering-can'
        ? wateringCan()
        : product.id === 'jute-twine'
          ? twine()
          : inside
            ? box(inside)
            : packet(product.id, product.name, product.latin)
  return `<svg viewBox="-20 0 220 254" fill="none" aria-hidden="true" focusable="false" overflow="visible">${drawing}</svg>`
}

/** The row the shop is named after: what grows above the ground, and what below. */
export function rowArt() {
  const row = [
    'french-breakfast-radish',
    'lemon-queen-sunflower',
    'genovese-basil',
    'corn-poppy',
    'sugar-snap-pea',
    'garden-chives',
    'san-marzano-tomato',
    'cavolo-nero',
    'blue-cornflower',
    'french-breakfast-radish',
    'lemon-queen-sunflower',
    'genovese-basil'
  ]
  const standing = row
    .map(
      (id, index) =>
        `<g transform="translate(${80 + index * 136} 250) scale(${id === 'cavolo-nero' ? 0.76 : index % 3 === 1 ? 1.02 : 0.9})">${roots(index)}${plants[id]?.() ?? ''}</g>`
    )
    .join('')
  const stones = each(
    46,
    index =>
      `<ellipse cx="${(index * 379) % 1640}" cy="${276 + ((index * 53) % 96)}" rx="${4 + (index % 4) * 2}" ry="${3 + (index % 3)}" fill="${index % 2 === 0 ? '#6b4c36' : '#3f2a1d'}"/>`
  )
  return `<svg viewBox="0 0 1640 380" preserveAspectRatio="xMinYMax slice" fill="none" aria-hidden="true" focusable="false">
    <path d="M0 250H1640V380H0Z" fill="#523825"/>${stones}
    <path d="M0 246Q30 240 60 246T120 246T180 246T240 246T300 246T360 246T420 246T480 246T540 246T600 246T660 246T720 246T780 246T840 246T900 246T960 246T1020 246T1080 246T1140 246T1200 246T1260 246T1320 246T1380 246T1440 246T1500 246T1560 246T1620 246L1640 246V262H0Z" fill="#6b4a32"/>${standing}</svg>`
}

/** @param {number} index */
const roots = index =>
  `<g stroke="#c9a987" stroke-width="2.5" stroke-linecap="round" opacity=".75"><path d="M0 6C-4 30 4 44 ${index % 2 === 0 ? -4 : 5} 72M0 14C-14 24-22 34-26 52M0 18C14 28 20 40 30 50M-2 34C-10 44-12 52-14 66"/></g>`

/** The shop's sign. */
export const signArt = `<svg viewBox="0 0 28 28" fill="none" aria-hidden="true" focusable="false">${sprout}</svg>`
