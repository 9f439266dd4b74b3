/** Where each part of a chain runs, in words. */
import type { Layer } from './layer.ts'
import { costOf, type Place } from './places.ts'

const words: Readonly<Record<Place, string>> = { loop: 'loop', visit: 'thread, before and after', held: 'thread' }

/** A line for each part, outermost first, with the switches between them; then how many trips a request makes. */
export function explain(layers: readonly Layer[], places: readonly Place[]): string {
  const width = Math.max(...layers.map(({ name }) => name.length))
  const lines = layers.map((layer, index) => {
    const place = places[index] ?? 'loop'
    const note = noteOn(places, index)
    return `${layer.name.padEnd(width)}  ${layer.words}: ${words[place]}${note && `; ${note}`}`
  })
  const { crossings, waiting } = costOf(layers, places)
  const trips = crossings === 0 ? 'No trip to a thread' : `${crossings} ${crossings === 1 ? 'trip' : 'trips'} to a thread and back`
  return [...lines, `${trips} a request${waiting > 0 ? `, ${waiting} of them from a thread that waits for the loop` : ''}.`].join('\n')
}

function noteOn(places: readonly Place[], index: number): string {
  const [before, here, next] = [places[index - 1], places[index], places[index + 1]]
  if (here !== 'loop' && before === here) return 'on the same trip'
  if (here === 'held') {
    const end = places.findIndex((place, at) => at > index && place !== 'held')
    return end < 0 ? '' : 'it waits for the rest, which the loop runs'
  }
  return here === 'loop' && before === 'held' && next !== undefined ? 'back on the loop while the thread waits' : ''
}
