export { createMachines, type Machine, type Machines } from './machine.ts'
export { openPlaces, type Place, type Places } from './place.ts'
export { hostOf, sourceOf } from './source.ts'
