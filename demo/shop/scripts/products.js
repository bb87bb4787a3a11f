// The whole catalogue. Plain data: the pages draw it, the demo data generator walks people through it.

/**
 * @typedef {'vegetables' | 'herbs' | 'flowers' | 'tools' | 'boxes'} Category
 * @typedef {{ id: string, sku: string, name: string, latin?: string, category: Category, price: number, line: string, about: string, facts: [string, string][] }} Product
 */

/** @type {{ id: Category, name: string, line: string }[]} */
export const categories = [
  { id: 'vegetables', name: 'Vegetables', line: 'From windowsill to raised bed' },
  { id: 'herbs', name: 'Herbs', line: 'Cut, cook, cut again' },
  { id: 'flowers', name: 'Flowers', line: 'For the bees and the vase' },
  { id: 'tools', name: 'Tools', line: 'Few, and made to last' }
]

/** @type {Product[]} */
export const products = [
  {
    id: 'french-breakfast-radish',
    sku: 'VEG-101',
    name: 'French Breakfast Radish',
    latin: 'Raphanus sativus',
    category: 'vegetables',
    price: 2.9,
    line: 'Ready in four weeks, crisp to the tip.',
    about:
      'The fastest reward in the garden. Sow a short row every two weeks and there is always a bunch to pull. Mild when young, with the white tip that gives it away.',
    facts: [
      ['Sow', 'March to September'],
      ['Harvest', 'After 4 weeks'],
      ['Spacing', '3 cm'],
      ['Light', 'Sun or half shade'],
      ['Seeds', 'About 300']
    ]
  },
  {
    id: 'san-marzano-tomato',
    sku: 'VEG-104',
    name: 'San Marzano Tomato',
    latin: 'Solanum lycopersicum',
    category: 'vegetables',
    price: 3.4,
    line: 'Long, meaty fruit for sauce and slow summers.',
    about:
      'A tall plant that wants a stake, a warm wall and a little patience. The fruit has few seeds and much flesh, which is why it ends in the pot rather than the salad.',
    facts: [
      ['Sow', 'February to April, indoors'],
      ['Harvest', 'July to October'],
      ['Spacing', '50 cm'],
      ['Light', 'Full sun'],
      ['Seeds', 'About 25']
    ]
  },
  {
    id: 'sugar-snap-pea',
    sku: 'VEG-107',
    name: 'Sugar Snap Pea',
    latin: 'Pisum sativum',
    category: 'vegetables',
    price: 3.2,
    line: 'Eaten whole, mostly before reaching the kitchen.',
    about:
      'Climbs a net or a few twigs to shoulder height. Pick often: the plant answers with more. It feeds the soil too, so something hungry can follow it.',
    facts: [
      ['Sow', 'March to June'],
      ['Harvest', 'June to August'],
      ['Spacing', '6 cm'],
      ['Light', 'Sun'],
      ['Seeds', 'About 90']
    ]
  },
  {
    id: 'cavolo-nero',
    sku: 'VEG-112',
    name: 'Cavolo Nero',
    latin: 'Brassica oleracea',
    category: 'vegetables',
    price: 3.2,
    line: 'Dark winter leaves that frost makes sweeter.',
    about:
      'Stands through the cold when the rest of the bed has gone. Take the lower leaves and leave the crown: one plant feeds you from September into spring.',
    facts: [
      ['Sow', 'April to June'],
      ['Harvest', 'September to March'],
      ['Spacing', '45 cm'],
      ['Light', 'Sun or half shade'],
      ['Seeds', 'About 120']
    ]
  },
  {
    id: 'genovese-basil',
    sku: 'HRB-201',
    name: 'Genovese Basil',
    latin: 'Ocimum basilicum',
    category: 'herbs',
    price: 2.6,
    line: 'Broad leaves, the scent of a whole summer.',
    about:
      'Does as well on a windowsill as in the ground, as long as it is warm. Cut above a pair of leaves and two new shoots grow where there was one.',
    facts: [
      ['Sow', 'April to June, indoors'],
      ['Harvest', 'June to October'],
      ['Spacing', '20 cm'],
      ['Light', 'Full sun'],
      ['Seeds', 'About 250']
    ]
  },
  {
    id: 'garden-chives',
    sku: 'HRB-204',
    name: 'Garden Chives',
    latin: 'Allium schoenoprasum',
    category: 'herbs',
    price: 2.4,
    line: 'Comes back every year with purple heads.',
    about:
      'Sown once, it stays. The first green of the year, ready when little else is, and the flowers go into the salad too.',
    facts: [
      ['Sow', 'March to July'],
      ['Harvest', 'April to November'],
      ['Spacing', '25 cm'],
      ['Light', 'Sun or half shade'],
      ['Seeds', 'About 400']
    ]
  },
  {
    id: 'lemon-queen-sunflower',
    sku: 'FLW-301',
    name: 'Lemon Queen Sunflower',
    latin: 'Helianthus annuus',
    category: 'flowers',
    price: 3.1,
    line: 'Two metres of pale yellow, loved by bees.',
    about:
      'A branching sunflower: cut one head and others follow until the frost. Leave the last ones standing, the finches will find them.',
    facts: [
      ['Sow', 'April to June'],
      ['Flowers', 'July to October'],
      ['Height', '2 m'],
      ['Light', 'Full sun'],
      ['Seeds', 'About 40']
    ]
  },
  {
    id: 'corn-poppy',
    sku: 'FLW-303',
    name: 'Corn Poppy',
    latin: 'Papaver rhoeas',
    category: 'flowers',
    price: 2.8,
    line: 'Scatter in autumn, forget, be surprised in June.',
    about:
      'Wants nothing but bare soil and light. It sows itself again, never quite where you thought, which is half of its charm.',
    facts: [
      ['Sow', 'September to April'],
      ['Flowers', 'May to July'],
      ['Height', '60 cm'],
      ['Light', 'Sun'],
      ['Seeds', 'About 1 500']
    ]
  },
  {
    id: 'blue-cornflower',
    sku: 'FLW-306',
    name: 'Blue Cornflower',
    latin: 'Centaurea cyanus',
    category: 'flowers',
    price: 2.8,
    line: 'The truest blue that grows from a paper bag.',
    about:
      'Easy between vegetables, good in a jar, and dried it keeps its colour through the winter. Sow twice for flowers from May until autumn.',
    facts: [
      ['Sow', 'March to May, September'],
      ['Flowers', 'May to September'],
      ['Height', '80 cm'],
      ['Light', 'Sun'],
      ['Seeds', 'About 200']
    ]
  },
  {
    id: 'hand-trowel',
    sku: 'TLS-401',
    name: 'Hand Trowel',
    category: 'tools',
    price: 24,
    line: 'One piece of steel, one piece of ash.',
    about:
      'Forged in one piece with its shaft, so there is no weld to break. The blade is marked at every two centimetres for planting depth.',
    facts: [
      ['Blade', 'Carbon steel, 14 cm'],
      ['Handle', 'Oiled ash'],
      ['Length', '31 cm'],
      ['Weight', '280 g']
    ]
  },
  {
    id: 'watering-can',
    sku: 'TLS-404',
    name: 'Watering Can, 5 l',
    category: 'tools',
    price: 38,
    line: 'A long spout and a rose like soft rain.',
    about:
      'Balanced to be carried full in one hand. The brass rose comes off for cleaning and turns upwards for seedlings.',
    facts: [
      ['Body', 'Galvanised, painted steel'],
      ['Rose', 'Brass, removable'],
      ['Holds', '5 litres'],
      ['Weight', '1.3 kg empty']
    ]
  },
  {
    id: 'jute-twine',
    sku: 'TLS-407',
    name: 'Jute Twine',
    category: 'tools',
    price: 7.5,
    line: 'Ties the tomatoes, ends on the compost.',
    about:
      'Soft on stems and strong enough for a season. Whatever is left in autumn goes on the heap together with the plants it held.',
    facts: [
      ['Length', '100 m'],
      ['Thickness', '3 mm'],
      ['Material', 'Jute, undyed'],
      ['Weight', '220 g']
    ]
  }
]

/** The subscription of the pricing page: four boxes a year, bought one at a time. */
/** @type {(Product & { plan: string, holds: string[] })[]} */
export const boxes = [
  {
    id: 'balcony-box',
    sku: 'BOX-1',
    plan: 'Balcony',
    name: 'Balcony Box',
    category: 'boxes',
    price: 12,
    line: 'For pots and windowsills.',
    about: 'Four packets chosen for the season and for pots.',
    facts: [],
    holds: ['4 seed packets', 'A sowing card for the season', 'Questions answered by e-mail']
  },
  {
    id: 'garden-box',
    sku: 'BOX-2',
    plan: 'Garden',
    name: 'Garden Box',
    category: 'boxes',
    price: 24,
    line: 'For a few square metres of your own.',
    about: 'Nine packets and twine, planned as one bed.',
    facts: [],
    holds: [
      '9 seed packets, planned as one bed',
      'A drawn planting plan',
      'Twine and labels',
      'Questions answered by e-mail'
    ]
  },
  {
    id: 'community-box',
    sku: 'BOX-3',
    plan: 'Community',
    name: 'Community Box',
    category: 'boxes',
    price: 79,
    line: 'For schools, allotments and shared plots.',
    about: 'Forty packets and a plan drawn for your plot.',
    facts: [],
    holds: [
      '40 seed packets',
      'A plan drawn for your plot',
      'Tools for six pairs of hands',
      'A person who calls you back'
    ]
  }
]

/** @param {string | null | undefined} id */
export const findProduct = id => [...products, ...boxes].find(product => product.id === id)

/** @param {string} id */
export const categoryName = id =>
  id === 'boxes' ? 'Season box' : (categories.find(category => category.id === id)?.name ?? id)

/** Every word of the query must occur somewhere in the product. @param {string} query */
export function searchProducts(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  return products.filter(product => {
    const text = [product.name, product.latin, product.category, product.line, product.about].join(' ').toLowerCase()
    return words.every(word => text.includes(word))
  })
}
