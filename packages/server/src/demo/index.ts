export { createDemoAgent } from './agent.ts'
export { createDemoFilling } from './fill.ts'
