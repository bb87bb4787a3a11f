/** What is needed once somebody answers, or a text holds more than plain sentences. */
import css from './heard.css?inline'

export { Blocks } from './blocks.tsx'
export { heard, Preview } from './preview.tsx'
export { Sources } from './sources.tsx'
export { Typing } from './typing.tsx'
export { css }
