// Every plant is drawn standing on y = 0, growing to about -220 and rooting to about +90, so that the same drawing stands
// in the row on the home page and on its packet.

/** @param {number} value */
export const round = value => Math.round(value * 10) / 10

/** @param {number} count @param {(index: number) => string} draw */
export const each = (count, draw) => Array.from({ length: count }, (_, index) => draw(index)).join('')

/** @param {number} x @param {number} y @param {number} turn @param {string} inner */
const at = (x, y, turn, inner) =>
  `<g transform="translate(${round(x)} ${round(y)}) rotate(${round(turn)})">${inner}</g>`

/** A leaf growing up from its own origin. @param {number} length @param {number} width @param {string} fill @param {string} [vein] */
function leaf(length, width, fill, vein) {
  const w = width / 2
  const shape = `M0 0C${-w * 1.2} ${-length * 0.2} ${-w * 1.25} ${-length * 0.7} 0 ${-length}C${w * 1.25} ${-length * 0.7} ${w * 1.2} ${-length * 0.2} 0 0Z`
  const line = vein
    ? `<path d="M0 0V${-length * 0.78}" stroke="${vein}" stroke-width="${Math.max(1.6, width / 12)}" stroke-linecap="round"/>`
    : ''
  return `<path d="${shape}" fill="${fill}"/>${line}`
}

/** @param {string} d @param {string} colour @param {number} [width] */
const stem = (d, colour, width = 4) =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`

function radish() {
  const angles = [-44, 40, -22, 24, 0]
  const leaves = angles.map((angle, index) => {
    const tall = 118 - Math.abs(angle) * 0.5
    const green = index % 2 === 0 ? '#3d8f4e' : '#2f7a44'
    return at(
      0,
      -4,
      angle,
      `${stem(`M0 0V${-tall * 0.5}`, '#9ccf7f', 5)}${at(0, -tall * 0.32, 0, leaf(tall * 0.85, 40, green, '#9ccf7f'))}`
    )
  })
  const root = `<path d="M-25 2C-31 32-22 60-9 76C-4 84-2 98 2 112C3 98 5 84 10 76C23 60 31 32 25 2C16-7-16-7-25 2Z" fill="#d8315b"/>
    <path d="M-16 66C-13 71-11 73-9 76C-4 84-2 98 2 112C3 98 5 84 10 76C12 73 14 71 17 66C7 71-6 71-16 66Z" fill="#fff4ef"/>
    <path d="M-16 12C-18 27-16 40-12 50" stroke="#f08aa4" stroke-width="4" fill="none" stroke-linecap="round"/>`
  return leaves.join('') + root
}

function tomato() {
  const stake = '<rect x="15" y="-226" width="7" height="250" rx="3" fill="#c89b63"/>'
  const sides = [
    [-36, -62, 58],
    [-88, 58, 60],
    [-130, -54, 52],
    [-170, 46, 42],
    [-196, -30, 34]
  ]
  const foliage = sides
    .map(([y, turn, length]) =>
      at(
        0,
        y ?? 0,
        turn ?? 0,
        stem(`M0 0V${-(length ?? 0)}`, '#357f43', 3.5) +
          at(0, -(length ?? 0) * 0.45, -58, leaf(28, 19, '#3d8f4e')) +
          at(0, -(length ?? 0) * 0.55, 56, leaf(28, 19, '#3d8f4e')) +
          at(0, -(length ?? 0) * 0.9, 0, leaf(38, 25, '#2f7a44'))
      )
    )
    .join('')
  const fruit = [
    [-34, -108, '#e0452a'],
    [-14, -100, '#c93a22'],
    [36, -142, '#e0452a'],
    [24, -62, '#e0452a'],
    [44, -56, '#ef7a3a'],
    [-30, -42, '#c93a22'],
    [-22, -172, '#f0a03c']
  ]
    .map(
      ([x, y, fill]) =>
        `<path d="M${x} ${y}c9 0 13 8 12 20c-1 13-6 23-12 25c-6-2-11-12-12-25c-1-12 3-20 12-20Z" fill="${fill}"/>
        <path d="M${x} ${Number(y) + 3}l-8-5M${x} ${Number(y) + 3}l8-5M${x} ${Number(y) + 3}v-9" stroke="#2f6b39" stroke-width="3" stroke-linecap="round"/>
        <path d="M${Number(x) - 6} ${Number(y) + 12}v9" stroke="#fff" stroke-opacity=".45" stroke-width="2.5" stroke-linecap="round"/>`
    )
    .join('')
  return stake + stem('M0 4C-4-60 6-120 0-204', '#357f43', 5) + foliage + fruit
}

/** @param {number} x @param {number} y @param {number} turn */
const pod = (x, y, turn) =>
  at(
    x,
    y,
    turn,
    `<path d="M0 0C19 10 21 50 2 72C-15 54-17 14 0 0Z" fill="#4c9f45"/>
     <path d="M1 10C11 22 12 46 2 61C-7 46-8 22 1 10Z" fill="#7cc05a"/>
     ${each(4, index => `<circle cx="${1.6 + (index % 2) * 0.6}" cy="${19 + index * 11}" r="5.2" fill="#b5df82"/>`)}
     ${stem('M0 0C-1-5-4-8-7-9', '#357f43', 3)}`
  )

function pea() {
  const twigs = stem('M-26 10L-20-214M26 10L18-206M-23-70L22-96M-22-140L20-162', '#a9855a', 4)
  const vine = stem('M0 4C-34-34 34-70 4-108C-26-140 26-170 4-214', '#4c9f45', 4)
  const tendril = stem('M6-196c22-10 30 8 18 12c-8 2-10-8-3-8M-12-126c-26 0-30 20-17 20c8 0 7-9 1-8', '#4c9f45', 2.4)
  const leaves = [
    [-16, -30, -70],
    [18, -58, 66],
    [14, -84, 100],
    [-14, -122, -64],
    [-10, -142, -104],
    [16, -172, 58],
    [6, -206, -30]
  ]
    .map(([x, y, turn]) => at(x ?? 0, y ?? 0, turn ?? 0, leaf(34, 27, '#5fae50', '#a8d97f')))
    .join('')
  const flower = (/** @type {number} */ x, /** @type {number} */ y) =>
    `<circle cx="${x - 6}" cy="${y}" r="9" fill="#fff"/><circle cx="${x + 6}" cy="${y}" r="9" fill="#fff"/><circle cx="${x}" cy="${y + 5}" r="6" fill="#f4d9ea"/>`
  return (
    twigs +
    vine +
    tendril +
    leaves +
    pod(-28, -100, 12) +
    pod(32, -150, -10) +
    pod(26, -70, -14) +
    pod(-24, -192, 8) +
    flower(-16, -204) +
    flower(24, -122)
  )
}

function kale() {
  const blade = (/** @type {number} */ length, /** @type {string} */ fill) => {
    const bumps = 8
    const edge = (/** @type {number} */ step) => 5 + 12 * Math.sin(Math.PI * (0.12 + (0.84 * step) / bumps))
    const side = (/** @type {number} */ sign) =>
      each(bumps, index => {
        const [from, to] = sign > 0 ? [index, index + 1] : [bumps - index, bumps - index - 1]
        const reach = Math.max(edge(from), edge(to)) + 8
        return `Q${round(sign * reach)} ${round(-(length * (from + to)) / 2 / bumps)} ${round(sign * (to === bumps ? 0 : edge(to)))} ${round((-length * to) / bumps)}`
      })
    return `<path d="M${edge(0)} 0${side(1)}${side(-1)}Z" fill="${fill}"/><path d="M0 14V${round(-length * 0.88)}" stroke="#a9cdb4" stroke-width="3.4" stroke-linecap="round"/>`
  }
  const fan = [
    [-2, 204, '#2f6a59'],
    [-24, 186, '#1d4a42'],
    [22, 182, '#27594d'],
    [-45, 148, '#27594d'],
    [44, 146, '#1d4a42'],
    [-66, 104, '#34725f'],
    [64, 106, '#34725f']
  ]
    .map(([turn, length, fill]) => at(0, -14, Number(turn), blade(Number(length), String(fill))))
    .join('')
  return stem('M0 8V-24', '#8fb99b', 12) + fan
}

function basil() {
  const pairs = [
    [-26, 62, 74],
    [-70, 66, 68],
    [-112, 58, 56],
    [-148, 46, 42]
  ]
    .map(([y, length, turn], index) => {
      const fill = index % 2 === 0 ? '#3f9b45' : '#57b04f'
      return (
        at(0, y ?? 0, -(turn ?? 0), leaf(length ?? 0, 46, fill, '#a8d97f')) +
        at(0, y ?? 0, turn ?? 0, leaf(length ?? 0, 46, fill, '#8dcb6c'))
      )
    })
    .join('')
  const crown =
    at(0, -152, -16, leaf(46, 32, '#6bbd58', '#c4e8a0')) + at(0, -152, 18, leaf(46, 32, '#7cc862', '#c4e8a0'))
  return stem('M0 6V-160', '#6aa84f', 6) + pairs + crown
}

/** @param {number} x @param {number} y @param {number} size */
const pompom = (x, y, size) =>
  `<g transform="translate(${x} ${y})">${each(14, index => `<ellipse rx="${round(size * 0.22)}" ry="${size * 0.62}" cy="${-size * 0.5}" transform="rotate(${round((index * 360) / 14)})" fill="${index % 2 === 0 ? '#8b62c9' : '#a783dc'}"/>`)}<circle r="${round(size * 0.36)}" fill="#c7aef0"/></g>`

function chives() {
  const blades = each(15, index => {
    const spread = (index - 7) * 11
    const tall = 150 - Math.abs(index - 7) * 9 + (index % 3) * 14
    const green = ['#3d8f4e', '#57a65a', '#2f7a44'][index % 3]
    return stem(`M${(index - 7) * 2} 6Q${round(spread * 0.3)} ${-tall * 0.6} ${spread} ${-tall}`, green ?? '#3d8f4e', 5)
  })
  const stalk = (/** @type {number} */ x, /** @type {number} */ y) =>
    stem(`M0 4Q${x * 0.2} ${y * 0.5} ${x} ${y}`, '#6aa84f', 4)
  return (
    blades +
    stalk(-52, -172) +
    stalk(4, -206) +
    stalk(54, -164) +
    pompom(-52, -176, 27) +
    pompom(4, -206, 31) +
    pompom(54, -168, 25)
  )
}

function sunflower() {
  const petals = (
    /** @type {number} */ count,
    /** @type {number} */ far,
    /** @type {string} */ fill,
    /** @type {number} */ shift
  ) =>
    each(
      count,
      index =>
        `<path d="M0-20C-15-36-11 ${-far + 8} 0 ${-far}C11 ${-far + 8} 15-36 0-20Z" fill="${fill}" transform="rotate(${round((index * 360) / count + shift)})"/>`
    )
  const seeds = each(3, ring =>
    each(
      6 + ring * 6,
      index =>
        `<circle cx="0" cy="${-6 - ring * 7}" r="1.8" fill="#8a5a2e" transform="rotate(${round((index * 360) / (6 + ring * 6) + ring * 11)})"/>`
    )
  )
  const head = `<g transform="translate(4 -162)">${petals(18, 64, '#eeb211', 10)}${petals(18, 58, '#fbd23c', 0)}<circle r="27" fill="#4a2e1a"/>${seeds}</g>`
  return (
    stem('M0 6C-6-50 8-100 4-150', '#4a8f3f', 7) +
    at(-1, -44, -62, leaf(64, 42, '#3f8a3c', '#8cc56b')) +
    at(1, -74, 60, leaf(60, 40, '#4c9f45', '#8cc56b')) +
    head
  )
}

/** @param {number} x @param {number} y @param {number} size */
const poppyHead = (x, y, size) =>
  `<g transform="translate(${x} ${y}) scale(${size})"><circle cx="-17" cy="-9" r="24" fill="#c92a24"/><circle cx="17" cy="-9" r="24" fill="#d8332b"/><circle cy="8" r="25" fill="#e8453a"/><path d="M-22 10c14 9 30 9 44 0" stroke="#c92a24" stroke-width="3" fill="none" stroke-linecap="round"/><circle cy="-5" r="10" fill="#26211f"/>${each(8, index => `<circle cy="-14.5" r="1.9" fill="#26211f" transform="translate(0 -5) rotate(${index * 45})"/>`)}<circle cy="-5" r="4" fill="#8fb36a"/></g>`

function poppy() {
  const stems =
    stem('M-4 6C-20-50-44-90-38-146', '#5a8f4f', 3.5) +
    stem('M2 6C4-70 14-120 6-190', '#5a8f4f', 3.5) +
    stem('M6 6C22-40 54-70 50-118', '#5a8f4f', 3.5) +
    stem('M-2 6C-24-30-52-44-56-74C-59-92-74-94-75-80', '#5a8f4f', 3)
  const bud = `<ellipse cx="-75" cy="-70" rx="8" ry="13" fill="#6f9f5c"/><path d="M-75-62v5" stroke="#d8332b" stroke-width="4" stroke-linecap="round"/>`
  const feathers = [-54, -24, 22, 50]
    .map((turn, index) => at(0, 2, turn, leaf(58 + (index % 2) * 18, 15, '#5a8f4f')))
    .join('')
  return feathers + stems + bud + poppyHead(-38, -152, 0.92) + poppyHead(6, -196, 1) + poppyHead(50, -122, 0.82)
}

/** @param {number} x @param {number} y @param {number} size */
const cornflowerHead = (x, y, size) =>
  `<g transform="translate(${x} ${y}) scale(${size})">${each(10, index => `<path d="M0 0L-11-30L-6-27L-3-35L0-28L3-35L6-27L11-30Z" fill="${index % 2 === 0 ? '#2c56cc' : '#4372e0'}" transform="rotate(${index * 36})"/>`)}<circle r="10" fill="#2a2f7d"/>${each(6, index => `<circle cy="-6" r="2" fill="#8b7be0" transform="rotate(${index * 60})"/>`)}</g>`

function cornflower() {
  const stems =
    stem('M-2 6C-10-60-44-90-44-140', '#6d9a72', 4) +
    stem('M2 6C0-70 8-130 4-188', '#6d9a72', 4) +
    stem('M4 6C18-40 50-70 52-126', '#6d9a72', 4)
  const blades = [-58, -34, 30, 54, -14]
    .map((turn, index) => at(0, 2, turn, leaf(70 + (index % 3) * 14, 11, '#86ad86')))
    .join('')
  return blades + stems + cornflowerHead(-44, -144, 0.95) + cornflowerHead(52, -132, 0.9) + cornflowerHead(4, -192, 1.1)
}

/** @type {Record<string, () => string>} */
export const plants = {
  'french-breakfast-radish': radish,
  'san-marzano-tomato': tomato,
  'sugar-snap-pea': pea,
  'cavolo-nero': kale,
  'genovese-basil': basil,
  'garden-chives': chives,
  'lemon-queen-sunflower': sunflower,
  'corn-poppy': poppy,
  'blue-cornflower': cornflower
}
