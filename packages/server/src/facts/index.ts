export { createMachines, type Machine, type Machines } from './machine.ts'
export { nowhere, openPlaces, type Place, type Places } from './place.ts'
export { hostOf, sourceOf } from './source.ts'
