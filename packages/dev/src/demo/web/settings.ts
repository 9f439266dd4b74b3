/** What the buttons of the page may ask for. */
import { mostClients, works } from '@offloop/page/live'
import type { Settings } from '@offloop/page/live'

/** Settings of a body in JSON, or why it holds none. */
export function readSettings(body: string): Settings | string {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return 'the body is no JSON'
  }
  if (typeof value !== 'object' || value === null) return 'the body is no object'
  const { isLoaded, work, clients } = value as Partial<Record<keyof Settings, unknown>>
  if (typeof isLoaded !== 'boolean') return 'isLoaded is true or false'
  if (typeof work !== 'string' || !Object.hasOwn(works, work)) return `work is one of ${Object.keys(works).join(', ')}`
  if (typeof clients !== 'number' || !Number.isInteger(clients) || clients < 1 || clients > mostClients)
    return `clients is a whole number from 1 to ${mostClients}`
  return { isLoaded, work: work as Settings['work'], clients }
}
