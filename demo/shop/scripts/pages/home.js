import { rowArt } from '../art.js'
import { grid, picture } from '../card.js'
import { drawing, h, need } from '../dom.js'
import '../frame.js'
import { boxes, categories, findProduct, products } from '../products.js'

need('#row', HTMLElement).replaceChildren(drawing(rowArt()))

const first = ['lemon-queen-sunflower', 'san-marzano-tomato', 'garden-chives', 'watering-can']
need('#first', HTMLElement).replaceChildren(grid(first.flatMap(id => findProduct(id) ?? [])))

/** The product whose picture stands for its category. @type {Record<string, string>} */
const faces = { vegetables: 'cavolo-nero', herbs: 'genovese-basil', flowers: 'blue-cornflower', tools: 'hand-trowel' }
need('#categories', HTMLElement).replaceChildren(
  ...categories.map(category => {
    const face = findProduct(faces[category.id])
    const count = products.filter(product => product.category === category.id).length
    return h(
      'li',
      {},
      h(
        'a',
        { href: `/demo/products?category=${category.id}`, class: 'category' },
        face ? picture(face, 'small') : null,
        h('span', { class: 'words' }, h('strong', {}, category.name), h('span', {}, category.line)),
        h('span', { class: 'number' }, count)
      )
    )
  })
)

const box = boxes[1]
if (box) need('#box', HTMLElement).replaceChildren(picture(box, 'bare'))
