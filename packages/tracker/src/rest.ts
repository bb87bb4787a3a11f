/** The second part of the script, loaded as soon as the first is at work. */
export { describeClick } from './page/clicks.ts'
export { watchScroll } from './page/scroll.ts'
export { tellPage } from './page/tell-page.ts'
export { openPost } from './post/post.ts'
