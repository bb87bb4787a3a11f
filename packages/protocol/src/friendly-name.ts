const adjectives =
  'Amber Ashen Azure Birch Brisk Bronze Calm Cedar Clear Cobalt Copper Coral Dawn Dusky Early Ember Fern Frost Gentle Golden Hazel Indigo Ivory Jade Keen Linen Lunar Maple Mellow Misty Mossy Noble Ochre Olive Opal Pale Pearl Pine Quiet Rosy Rustic Sage Sandy Silver Slate Solar Swift Tawny Teal Umber Velvet Violet Warm Wheat Wild Willow'.split(
    ' '
  )
const animals =
  'Badger Bear Beaver Bison Bittern Crane Curlew Deer Dove Eagle Egret Elk Falcon Finch Fox Gannet Goose Grouse Gull Hare Hawk Heron Ibis Jackdaw Jay Kestrel Kite Lark Linnet Lynx Magpie Marten Merlin Mink Mole Newt Otter Owl Petrel Pipit Plover Puffin Quail Rail Raven Robin Seal Shrike Siskin Snipe Stoat Stork Swan Swift Teal Tern Thrush Vole Wagtail Warbler Wren'.split(
    ' '
  )

/** People are never "null": "Amber Heron", the same for the same id everywhere. */
export function friendlyName(visitorId: string): string {
  const hex = visitorId.replace(/^vis_/, '')
  const first = Number.parseInt(hex.slice(0, 8), 16) || 0
  const second = Number.parseInt(hex.slice(8, 16), 16) || 0
  return `${adjectives[first % adjectives.length]} ${animals[second % animals.length]}`
}
