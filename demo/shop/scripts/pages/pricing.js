import { picture, put } from '../card.js'
import { h, money, need } from '../dom.js'
import '../frame.js'
import { boxes } from '../products.js'

need('#plans', HTMLElement).replaceChildren(
  ...boxes.map(box => {
    const told = () => window.LiveLayer.track('clicked_pricing_cta', { plan: box.plan, source: 'pricing' })
    const act =
      box.plan === 'Community'
        ? h('a', { class: 'button quiet wide', href: '/demo/contact?topic=community', click: told }, 'Talk to us')
        : h(
            'button',
            {
              type: 'button',
              class: `${box.plan === 'Garden' ? 'primary' : 'quiet'} wide`,
              click: () => {
                told()
                put(box)
              }
            },
            'Order this box'
          )
    return h(
      'li',
      { class: 'plan' },
      picture(box),
      h('h2', {}, box.plan),
      h('p', { class: 'line' }, box.line),
      h('p', { class: 'price' }, money(box.price), h('span', { class: 'soft' }, ' a season')),
      h('ul', { class: 'holds' }, ...box.holds.map(thing => h('li', {}, thing))),
      act
    )
  })
)
